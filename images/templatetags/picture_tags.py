from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString

from images.fragments import fragment, plain
from images.models import Image
from images.renditions import SHAPES, picture_url, rendition_address
from images.tones import tone_of

register = template.Library()


class Shown(NamedTuple):
    """A picture that may be shown, in one shape: plain values for a fragment."""

    key: str
    shape: str
    made: tuple[tuple[int, int], ...]
    alt: str
    tone: str


class PrintedPicture(NamedTuple):
    """What `images/_picture.html` prints."""

    picture: Shown
    sizes: str
    eager: bool
    alt: str


def shown(context: template.Context, image: Image | None, shape: str) -> Shown | None:
    """The picture as `picture` takes it inside a fragment; None where it prints none."""
    made = _sizes(context, image, shape)
    if image is None or not made:
        return None
    return Shown(
        key=image.rendition_key,
        shape=plain(shape),
        made=tuple([(width, height) for width, height in made]),
        alt="" if image.is_decorative else image.alt_text,
        tone=tone_of(image.colour),
    )


@register.simple_tag(takes_context=True)
def picture(
    context: template.Context,
    image: Image | Shown | None,
    shape: str = "natural",
    sizes: str = "100vw",
    eager: bool = False,
    alt: str | None = None,
) -> SafeString | str:
    """
    A picture in one of the fixed shapes, for every screen:

        {% picture version.lead_image "card" sizes="(min-width: 60rem) 20rem, 100vw" %}

    Shapes: lead 16:9, card 3:2, poster 2:3, portrait 1:1, natural (its own ratio),
    social; landscape 4:3 and square 1:1 are for machines. `eager=True` belongs to the one picture at the top of a page. `alt`
    overrides the picture's own text; alt="" where the words beside it say the same.
    Reads only the picture's row: no query, no call to the storage. Prints nothing
    without a picture, without renditions of it, once it was withdrawn, or once its
    rights have ended at the moment of the page.

    While it loads, the place shows a tone of the picture's dominant colour. Pages
    allow no inline style, so the colour is rounded to one of the classes `.tone-…`
    of `css/pictures.css`, which the page must link.
    """
    found = image if isinstance(image, Shown) else shown(context, image, shape)
    if found is None:
        return ""
    printed = PrintedPicture(
        picture=found,
        sizes=plain(sizes),
        eager=bool(eager),
        alt=found.alt if alt is None else plain(alt),
    )
    return fragment("images/_picture.html", printed)


@register.filter
def srcset(picture: Shown, extension: str) -> str:
    """Every size of it in one format."""
    start = f"{rendition_address(picture.key)}{picture.shape}-"
    return ", ".join(f"{start}{each}.{extension} {each}w" for each, _ in picture.made)


@register.filter
def src(picture: Shown) -> str:
    """One in the middle, for browsers without srcset and programs that read."""
    middle, _ = picture.made[(len(picture.made) - 1) // 2]
    return f"{rendition_address(picture.key)}{picture.shape}-{middle}.jpg"


@register.simple_tag(takes_context=True, name="picture_url")
def picture_url_on_page(
    context: template.Context,
    image: Image | None,
    shape: str,
    width: int,
    extension: str = "jpg",
) -> str:
    """
    The address of one rendition, at least `width` wide where there is one so wide:

        {% picture_url version.lead_image "social" 1200 as social_picture %}

    Empty where `picture` prints nothing. Relative on local storage; put SITE_URL before
    it where a full address is needed.
    """
    if image is None or not _sizes(context, image, shape):
        return ""
    return picture_url(image, shape, width, extension)


@register.simple_tag(takes_context=True)
def picture_size(
    context: template.Context, image: Image | None, shape: str, width: int
) -> list[int]:
    """
    [width, height] of what `picture_url` with the same arguments points at; empty
    without a picture. For og:image:width and JSON-LD.
    """
    made = _sizes(context, image, shape)
    return next((size for size in made if size[0] >= width), made[-1] if made else [])


@register.simple_tag(takes_context=True)
def first_shown(context: template.Context, *images: Image | None) -> Image | None:
    """
    The first of the pictures that may be shown, for places that stand empty otherwise:

        {% first_shown show.backdrop show.poster as still %}
    """
    return next(
        (each for each in images if each and _may_be_shown(context, each)), None
    )


@register.inclusion_tag("images/_credit.html", takes_context=True)
def picture_credit(
    context: template.Context, image: Image | None, text: str = ""
) -> dict[str, Any]:
    """
    Who made the picture, linked where there is a link, with its licence:

        {% picture_credit version.lead_image text=version.lead_credit %}

    `text` is a credit of this place that stands instead of the picture's own. Prints
    nothing where `picture` prints nothing.
    """
    if image is None or not _may_be_shown(context, image):
        return {}
    own = text in ("", image.credit)
    return {
        "credit": text or image.credit,
        "url": image.credit_url if own else "",
        "licence": image.licence if own else "",
    }


def _sizes(
    context: template.Context, image: Image | None, shape: str
) -> list[list[int]]:
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(
            f"There is no picture shape {shape!r}, only {', '.join(SHAPES)}."
        )
    if image is None or not _may_be_shown(context, image):
        return []
    return image.rendition_sizes.get(shape, []) if image.rendition_key else []


def _may_be_shown(context: template.Context, image: Image) -> bool:
    # Not the variable: an include with `only` keeps the request, but not its name.
    moment = getattr(getattr(context, "request", None), "moment", None)
    if moment is None:
        return not image.is_withdrawn
    return image.may_be_shown(moment)
