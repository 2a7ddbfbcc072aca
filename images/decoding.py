"""
Reading pictures that strangers made.

Everything Pillow does with bytes from outside happens here: four formats, recognised
by their content; the size read from the header before anything is decoded; whatever
else is in the file (EXIF, GPS, XMP, comments, a second document) left behind.
"""

import logging
import struct
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image as Pillow, ImageCms, ImageOps

logger = logging.getLogger(__name__)

# Format → extension; the only decoders of Pillow's that bytes from outside reach.
FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
MOST_PIXELS = 40_000_000
SRGB = ImageCms.createProfile("sRGB")
# Larger ones are scaled down as they are stored; readers get 1,920 pixels at most.
LONGEST_SIDE = 4096
ORIENTATION = 0x0112
WHITE = (255, 255, 255)


def decode(content: bytes) -> tuple[Pillow.Image, str]:
    """The upright first frame and its format, or a sentence why not."""
    _check_pixels(_webp_size(content))
    try:
        picture = Pillow.open(BytesIO(content), formats=list(FORMATS))
    except Pillow.UnidentifiedImageError as error:
        raise ValidationError(
            "This is not a picture we can use. Please choose a JPEG, PNG, GIF or WebP "
            "file.",
            code="not_a_picture",
        ) from error
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Decoders raise nearly anything at crafted data: ValueError, SyntaxError,
        # NotImplementedError, struct.error, … None of it is worth a traceback.
        logger.info("A picture could not be opened: %r", error)
        raise broken() from error
    _check_pixels(picture.size)
    # Cameras append a second picture to a JPEG, which Pillow then calls MPO.
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    try:
        # Lets JPEG skip detail that would be thrown away, which spares the memory.
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        return _within_bounds(_upright(picture)), kind
    except Exception as error:
        logger.info("A picture could not be decoded: %r", error)
        raise broken() from error


def reopen(file: Any) -> Pillow.Image:
    """Decode a picture that is in the storage already."""
    try:
        with file.open("rb") as stored:
            content = stored.read()
    except Exception as error:
        logger.exception("Could not read %s from the storage", file.name)
        raise ValidationError(
            "The picture's file could not be read from the storage. Nothing was "
            "changed; please try again in a few minutes, or upload the file anew.",
            code="storage",
        ) from error
    return decode(content)[0]


def encode(picture: Pillow.Image, kind: str, original: bytes) -> bytes:
    """
    The picture alone, in its own format: nothing but pixels and colour profile.

    JPEG keeps its quantisation tables where it need not be turned, so that being
    stored costs it next to nothing.
    """
    profile = picture.info.get("icc_profile")
    # Pillow writes comments, XMP and resolution from here on its own account.
    picture.info = {k: v for k, v in picture.info.items() if k == "transparency"}
    options: dict[str, object] = {}
    if kind == "JPEG":
        untouched = getattr(picture, "format", None) == "JPEG"
        options = {"quality": "keep" if untouched else 95, "optimize": True}
    elif kind == "WEBP":
        options = {"lossless": original[12:16] == b"VP8L", "quality": 92, "method": 2}
    elif kind == "PNG":
        options = {"compress_level": 4}
    if profile and kind != "GIF":
        options["icc_profile"] = profile
    buffer = BytesIO()
    picture.save(buffer, format=kind, **options)
    if profile:
        picture.info["icc_profile"] = profile
    return buffer.getvalue()


def flat(picture: Pillow.Image) -> Pillow.Image:
    """
    The picture in sRGB, without transparency.

    It lies on white, because JPEG knows no transparency and a reader should see the
    same picture in either format.
    """
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):
        # A plain conversion would cut all above 255 to white.
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Pillow.new("RGB", layer.size, WHITE)
        picture.paste(layer, mask=layer.getchannel("A"))
    if profile:
        picture = _to_srgb(picture, profile)
    picture = picture.convert("RGB")
    # WebP would write the old profile and metadata from here.
    picture.info = {}
    return picture


def dominant_colour(picture: Pillow.Image) -> str:
    """The colour most of a flat picture has, as `#rrggbb`."""
    small = picture.resize((48, 48), Pillow.Resampling.BOX, reducing_gap=2.0)
    counted: Any = small.quantize(6).convert("RGB").getcolors()
    _, (red, green, blue) = max(counted)
    return f"#{red:02x}{green:02x}{blue:02x}"


def broken() -> ValidationError:
    return ValidationError(
        "This picture is damaged or incomplete. Please export or download it once more.",
        code="broken",
    )


def _check_pixels(size: tuple[int, int] | None) -> None:
    if size is not None and size[0] * size[1] > MOST_PIXELS:
        raise _too_many_pixels(size)


def _too_many_pixels(size: tuple[int, int] | None = None) -> ValidationError:
    measured = f" ({size[0]:,} × {size[1]:,})" if size else ""
    return ValidationError(
        f"This picture has too many pixels{measured}. Please scale it down to at most "
        "40 megapixels, for example 7,700 × 5,100.",
        code="too_many_pixels",
    )


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """
    The size a WebP file claims to have.

    Pillow sets memory aside for the whole canvas as it opens one, so the claim must
    be known before.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    match content[12:16]:
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            height = int.from_bytes(content[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            width, height = width & 0x3FFF, height & 0x3FFF
        case _:
            return None
    return width, height


def _within_bounds(picture: Pillow.Image) -> Pillow.Image:
    scale = LONGEST_SIDE / max(picture.size)
    if scale >= 1:
        return picture
    if picture.mode in ("1", "P", "PA") or picture.mode.startswith("I"):
        picture = flat(picture)
    size = [max(1, round(side * scale)) for side in picture.size]
    return picture.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(picture: Pillow.Image) -> Pillow.Image:
    try:
        if picture.getexif().get(ORIENTATION, 1) in range(2, 9):
            return ImageOps.exif_transpose(picture)
    except Exception as error:
        # Broken EXIF is no reason to refuse a sound picture.
        logger.info("The EXIF of a picture could not be read: %r", error)
    return picture


def _to_srgb(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
    except Exception as error:
        # A profile for another kind of picture, or a broken one: colours may be a
        # little off, which beats refusing the picture.
        logger.info("A colour profile could not be applied: %r", error)
        return picture
    return converted or picture
