"""
Pictures. `ImageFactory()` has a tiny real file with all its renditions in the storage;
`ImageFactory(without_files=True)` only says so, for tests that count or list rows.
"""

from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from images import ingest
from images.models import Image
from images.renditions import plan


def picture_bytes(
    size: tuple[int, int] = (64, 48),
    colour: tuple[int, ...] = (40, 90, 160),
    kind: str = "PNG",
    mode: str = "RGB",
    **options: Any,
) -> bytes:
    """A file of one colour."""
    buffer = BytesIO()
    Pillow.new(mode, size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def picture_file(name: str = "picture.png", **options: Any) -> ContentFile:
    return ContentFile(picture_bytes(**options), name=name)


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Image

    class Params:
        without_files = factory.Trait(
            width=2400,
            height=1600,
            file=factory.Sequence(lambda n: f"originals/{n:032x}.jpg"),
            file_hash=factory.Sequence(lambda n: f"{n:064x}"),
            rendition_key=factory.Sequence(lambda n: f"{n:032x}"),
            rendition_sizes=plan((2400, 1600)),
        )
        decorative = factory.Trait(alt_text="", is_decorative=True)

    title = factory.Sequence(lambda n: f"Still {n}")
    alt_text = "Two people look at the sea"
    credit = "Courtesy of the studio"
    width = 64
    height = 48

    @classmethod
    def _create(
        cls, model_class: type[Image], *args: Any, number: int = 0, **kwargs: Any
    ) -> Image:
        image = model_class(**kwargs)
        if not image.file:
            # Every file another colour, for the library stores no file twice.
            content = picture_bytes(
                (image.width, image.height), tuple(number.to_bytes(3, "big"))
            )
            ingest.place(image, ingest.examine(content))
        image.save()
        return image

    number = factory.Sequence(lambda n: n)
