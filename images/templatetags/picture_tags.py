from typing import Any

from django import template

from images.models import Image
from images.renditions import SHAPES, rendition_address
from images.tones import tone_of

register = template.Library()


@register.inclusion_tag("images/_picture.html")
def picture(
    image: Image | None,
    shape: str = "natural",
    sizes: str = "100vw",
    eager: bool = False,
    alt: str | None = None,
) -> dict[str, Any]:
    """
    A picture in one of the fixed shapes, for every screen:

        {% picture version.lead_image "card" sizes="(min-width: 60rem) 20rem, 100vw" %}

    Shapes: lead 16:9, card 3:2, poster 2:3, portrait 1:1, natural (its own ratio),
    social. `eager=True` belongs to the one picture at the top of a page. `alt`
    overrides the picture's own text; alt="" where the words beside it say the same.
    Reads only the picture's row: no query, no call to the storage. Prints nothing
    without a picture or without renditions of it.

    While it loads, the place shows a tone of the picture's dominant colour. Pages
    allow no inline style, so the colour is rounded to one of the classes `.tone-…`
    of `css/pictures.css`, which the page must link.
    """
    made = _sizes(image, shape)
    if image is None or not made:
        return {"image": None}
    if alt is None:
        alt = "" if image.is_decorative else image.alt_text
    # Browsers without srcset, and programs that read the page, get one in the middle.
    middle, _ = made[(len(made) - 1) // 2]
    start = f"{rendition_address(image)}{shape}-"
    width, height = made[-1]
    return {
        "image": image,
        "webp": ", ".join([f"{start}{each}.webp {each}w" for each, _ in made]),
        "jpeg": ", ".join([f"{start}{each}.jpg {each}w" for each, _ in made]),
        "src": f"{start}{middle}.jpg",
        "sizes": sizes,
        "width": str(width),
        "height": str(height),
        "alt": alt,
        "eager": eager,
        "tone": tone_of(image.colour),
    }


@register.simple_tag
def picture_url(
    image: Image | None, shape: str, width: int, extension: str = "jpg"
) -> str:
    """
    The address of one rendition, at least `width` wide where there is one so wide:

        {% picture_url version.lead_image "social" 1200 as social_picture %}

    Empty without a picture. Relative on local storage; put SITE_URL before it where a
    full address is needed.
    """
    made = _sizes(image, shape)
    if image is None or not made:
        return ""
    widths = [each for each, _ in made]
    chosen = next((each for each in widths if each >= width), widths[-1])
    return f"{rendition_address(image)}{shape}-{chosen}.{extension}"


@register.simple_tag
def picture_size(image: Image | None, shape: str, width: int) -> list[int]:
    """
    [width, height] of what `picture_url` with the same arguments points at; empty
    without a picture. For og:image:width and JSON-LD.
    """
    made = _sizes(image, shape)
    return next((size for size in made if size[0] >= width), made[-1] if made else [])


@register.inclusion_tag("images/_credit.html")
def picture_credit(image: Image | None, text: str = "") -> dict[str, Any]:
    """
    Who made the picture, linked where there is a link, with its licence:

        {% picture_credit version.lead_image text=version.lead_credit %}

    `text` is a credit of this place that stands instead of the picture's own.
    """
    if image is None:
        return {"credit": text}
    own = text in ("", image.credit)
    return {
        "credit": text or image.credit,
        "url": image.credit_url if own else "",
        "licence": image.licence if own else "",
    }


def _sizes(image: Image | None, shape: str) -> list[list[int]]:
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(
            f"There is no picture shape {shape!r}, only {', '.join(SHAPES)}."
        )
    if image is None or not image.rendition_key:
        return []
    return image.rendition_sizes.get(shape, [])
