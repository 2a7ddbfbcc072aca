"""
The sizes in which readers get a picture, made once, when it is stored.

There are a few fixed shapes and no others: nothing in an address can ask for a size.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from PIL import Image as Pillow

from . import decoding
from .models import Image

logger = logging.getLogger(__name__)

# Shape → [[width, height], …], narrowest first; kept in `Image.rendition_sizes`.
Sizes = dict[str, list[list[int]]]


class Shape(NamedTuple):
    """A ratio (None: the picture's own) and the widths it comes in."""

    ratio: tuple[int, int] | None
    widths: tuple[int, ...]


SHAPES: Mapping[str, Shape] = {
    "lead": Shape((16, 9), (480, 800, 1280, 1920)),
    "card": Shape((3, 2), (320, 480, 720)),
    "poster": Shape((2, 3), (160, 320, 480)),
    "portrait": Shape((1, 1), (96, 192, 384)),
    "natural": Shape(None, (480, 800, 1280, 1600)),
    "social": Shape((1200, 630), (1200,)),
    # For machines only, which ask for three ratios; the third is "lead".
    "landscape": Shape((4, 3), (1200,)),
    "square": Shape((1, 1), (1200,)),
}
# The shape and width that feeds enclose.
ENCLOSED = ("lead", 1280)
# Method 2 is twice as fast as WebP's default and costs one per cent in bytes.
ENCODERS: Mapping[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 2},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}
# The columns that `describe_renditions` fills.
DESCRIBED = ["colour", "enclosure_length", "rendition_key", "rendition_sizes"]
# Pillow lets go of the interpreter while it scales and encodes, and a storage while
# it waits for the network.
THREADS = 4


def make_renditions(image: Image) -> None:
    """
    Make all renditions of a stored picture anew and save where they are.

    Needed when the focus or the shapes have changed. The old files go once the
    change is committed, so no page ever points at a file that is not there.
    """
    stale = rendition_names(image)
    describe_renditions(image, decoding.reopen(image.file))
    try:
        image.save(update_fields=DESCRIBED)
    except Exception:
        delete_files(image.file.storage, rendition_names(image))
        raise
    delete_on_commit(image.file.storage, stale)


def describe_renditions(image: Image, picture: Pillow.Image) -> None:
    """Write the renditions of `picture` and note them on `image`, which is not saved."""
    # The random part keeps a focus that is moved away and back from meeting files of
    # its former self that are about to be deleted.
    recipe = f"{image.file_hash} {image.focal_x} {image.focal_y} {secrets.token_hex(8)}"
    key = sha256(recipe.encode()).hexdigest()[:32]
    sizes = plan(picture.size)
    focus = (image.focal_x, image.focal_y)
    picture = decoding.flat(picture)
    lengths = _write_all(image.file.storage, key, sizes, picture, focus)
    image.rendition_key = key
    image.rendition_sizes = sizes
    image.enclosure_length = lengths.get(enclosed_name(image))
    image.colour = decoding.dominant_colour(picture)


def plan(size: tuple[int, int]) -> Sizes:
    """The sizes to make of a picture; never wider than what it has to give."""
    sizes: Sizes = {}
    for name, shape in SHAPES.items():
        ratio = shape.ratio or size
        left, top, right, bottom = focal_box(size, ratio, (0.5, 0.5))
        most, tallest = max(1, round(right - left)), max(1, round(bottom - top))
        # The picture's own width joins where it falls between two, but not where it
        # would only be a hair wider than the one before.
        widths = [width for width in shape.widths if width <= most * 0.9]
        widths.append(min(most, shape.widths[-1]))
        sizes[name] = [
            [width, max(1, min(round(width * ratio[1] / ratio[0]), tallest))]
            for width in dict.fromkeys(widths)
        ]
    return sizes


def focal_box(
    size: tuple[int, int], ratio: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The largest box of that ratio inside the picture, as near the focus as it goes."""
    width, height = size
    scale = min(width / ratio[0], height / ratio[1])
    # Rounding may put an edge a hair outside, which Pillow refuses.
    box_width = min(ratio[0] * scale, width)
    box_height = min(ratio[1] * scale, height)
    left = min(max(focus[0] * width - box_width / 2, 0), width - box_width)
    top = min(max(focus[1] * height - box_height / 2, 0), height - box_height)
    return left, top, min(left + box_width, width), min(top + box_height, height)


def rendition_name(key: str, shape: str, width: int, extension: str) -> str:
    return f"renditions/{key}/{shape}-{width}.{extension}"


def rendition_address(key: str) -> str:
    """
    Where readers find the renditions of that key: append "card-320.webp" and the like.

    Asking the storage once for all of them matters on pages with thirty pictures.
    Their names need no escaping, and an address signed per file would keep them out
    of every cache, so a storage that signs is not supported.
    """
    return Image._meta.get_field("file").storage.url(f"renditions/{key}/")


def picture_url(image: Image, shape: str, width: int, extension: str = "jpg") -> str:
    """
    The address of the rendition that is at least `width` wide, or of the widest.

    Empty if there is none of that shape.
    """
    chosen = _width_for(image, shape, width)
    if not chosen:
        return ""
    return f"{rendition_address(image.rendition_key)}{shape}-{chosen}.{extension}"


def enclosed_name(image: Image) -> str:
    """The file that feeds enclose; empty if there is none."""
    shape, width = ENCLOSED
    chosen = _width_for(image, shape, width)
    key = image.rendition_key
    return rendition_name(key, shape, chosen, "jpg") if chosen else ""


def _width_for(image: Image, shape: str, width: int) -> int:
    """The narrowest that is at least so wide, else the widest; 0 where none is made."""
    made = image.rendition_sizes.get(shape, []) if image.rendition_key else []
    widths = [each for each, _ in made]
    return next((each for each in widths if each >= width), widths[-1] if made else 0)


def rendition_names(image: Image) -> list[str]:
    """Every file made of the picture, the original not included."""
    if not image.rendition_key:
        return []
    return list(_names(image.rendition_key, image.rendition_sizes))


def file_names(image: Image) -> list[str]:
    """Every file of the picture, the original first."""
    if not image.file.name:
        return []
    return [image.file.name, *rendition_names(image)]


def delete_on_commit(storage: Storage, names: Iterable[str]) -> None:
    if names := list(names):
        transaction.on_commit(partial(delete_files, storage, names))


def delete_files(storage: Storage, names: Iterable[str]) -> list[str]:
    """
    Delete what can be deleted, and the folders of renditions with it.

    What cannot is logged, returned, and left to `sweep_pictures`: nobody reads it any
    more.
    """
    names = list(names)
    folders = {name.rpartition("/")[0] for name in names} - {"originals"}

    def delete(name: str) -> bool:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("Could not delete %s from the storage", name)
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        deleted = list(pool.map(delete, names))
        # A folder is a thing of its own on a disk only, and only once it is empty.
        list(pool.map(delete, folders))
    return [name for name, is_gone in zip(names, deleted, strict=True) if not is_gone]


def storage_trouble() -> ValidationError:
    return ValidationError(
        "The picture could not be stored because the file storage does not answer. "
        "Nothing was saved; please try again in a few minutes.",
        code="storage",
    )


def _names(key: str, sizes: Sizes) -> Iterator[str]:
    for shape, made in sizes.items():
        for width, _ in made:
            for extension in ENCODERS:
                yield rendition_name(key, shape, width, extension)


def _write_all(
    storage: Storage,
    key: str,
    sizes: Sizes,
    picture: Pillow.Image,
    focus: tuple[float, float],
) -> dict[str, int]:
    """The length of each file that was written, by its name."""
    lengths: dict[str, int] = {}

    def write(job: tuple[str, int, int]) -> None:
        shape, width, height = job
        ratio = SHAPES[shape].ratio or picture.size
        small = picture.resize(
            (width, height),
            Pillow.Resampling.LANCZOS,
            box=focal_box(picture.size, ratio, focus),
            reducing_gap=2.0,
        )
        for extension, options in ENCODERS.items():
            buffer = BytesIO()
            small.save(buffer, **options)
            name = rendition_name(key, shape, width, extension)
            content = buffer.getvalue()
            storage.save(name, ContentFile(content))
            lengths[name] = len(content)

    jobs = [
        (shape, width, height)
        for shape, made in sizes.items()
        for width, height in made
    ]
    # The large ones first, so that no thread is left alone with one at the end.
    jobs.sort(key=lambda job: -job[1] * job[2])
    pool = ThreadPoolExecutor(THREADS)
    try:
        list(pool.map(write, jobs))
    except Exception as error:
        pool.shutdown(cancel_futures=True)
        logger.exception("Could not store the renditions of a picture")
        delete_files(storage, _names(key, sizes))
        raise storage_trouble() from error
    finally:
        pool.shutdown()
    return lengths
