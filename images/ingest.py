"""
The one way by which a picture enters the library.

The upload view, the admin form, the demo and the importers all come through here.
"""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image as Pillow

from . import decoding
from .models import Image
from .renditions import (
    delete_files,
    describe_renditions,
    file_names,
    storage_trouble,
)

logger = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
# What one person may add in 24 hours: more than a desk needs, less than a script wants.
DAILY_QUOTA = 500


@dataclass
class Upload:
    """A file that proved to be a picture."""

    picture: Pillow.Image
    kind: str
    content: bytes
    file_hash: str
    stored_hash: str


def ingest(
    file: File,
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    title: str = "",
    alt_text: str = "",
    is_decorative: bool = False,
    caption: str = "",
    credit: str = "",
    credit_url: str = "",
    licence: str = "",
    rights_end_on: date | None = None,
    focus: tuple[float, float] = (0.5, 0.5),
) -> Image:
    """
    Add a file to the library and make its renditions.

    A file that the library has already is not stored again: the picture that it is
    comes back as it stands. Raises ValidationError with a sentence for the person who
    chose the file, also where that file was withdrawn; then neither a row nor a file
    is left behind.
    """
    content = read(file)
    if existing := find(content):
        return existing
    image = Image(
        title=title,
        alt_text=alt_text,
        is_decorative=is_decorative,
        caption=caption,
        credit=credit,
        credit_url=credit_url,
        licence=licence,
        rights_end_on=rights_end_on,
        focal_x=focus[0],
        focal_y=focus[1],
        uploaded_by_id=by.pk if by else None,
    )
    image.clean_fields(exclude=["file", "width", "height", "uploaded_by"])
    place(image, examine(content))
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        # Somebody else was quicker with the same file.
        delete_files(image.file.storage, file_names(image))
        if existing := find(content):
            return existing
        raise
    except Exception:
        delete_files(image.file.storage, file_names(image))
        raise
    return image


def read(file: File) -> bytes:
    """The content of an uploaded file, if there is any and not too much of it."""
    if file.size > MOST_BYTES:
        raise _too_large(file.size)
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large(len(content))
    if not content:
        raise ValidationError("This file is empty.", code="broken")
    return content


def find(content: bytes) -> Image | None:
    """
    The picture that was made of exactly this file, or is stored as it, if there is one.

    Raises ValidationError if it was withdrawn. Every way into the library asks here.
    """
    found = hash_of(content)
    known = Q(file_hash=found) | Q(stored_hash=found)
    # Of several the withdrawn one, for it decides.
    image = Image.objects.filter(known).order_by("file", "pk").first()
    if image and image.is_withdrawn:
        raise refusal(image)
    return image


def refusal(image: Image) -> ValidationError:
    """Why the file of a withdrawn picture is not taken again; names no path."""
    return ValidationError(
        "This picture was withdrawn on %(day)s and cannot be added again. "
        "The reason: %(reason)s",
        code="withdrawn",
        params={"day": image.withdrawn_on, "reason": image.withdrawn_because},
    )


def examine(content: bytes) -> Upload:
    """Make sure that the file is a picture, and leave all else in it behind."""
    picture, kind = decoding.decode(content)
    try:
        clean = decoding.encode(picture, kind, content)
    except Exception as error:
        logger.info("A picture could not be encoded again: %r", error)
        raise decoding.broken() from error
    return Upload(picture, kind, clean, hash_of(content), hash_of(clean))


def place(image: Image, upload: Upload) -> None:
    """
    Store a file and its renditions and describe them on `image`, which is not saved.

    All or nothing: when the storage fails midway, what was written is deleted, the
    picture is as it was, and a ValidationError says so. Files that the picture had
    before are left to the caller, for they are needed until the row is saved.
    """
    before: dict[str, Any] = {
        field: getattr(image, field)
        for field in ("file", "file_hash", "stored_hash", "width", "height")
    }
    storage = image.file.storage
    name = Image._meta.get_field("file").generate_filename(
        image, f"picture.{decoding.FORMATS[upload.kind]}"
    )
    try:
        name = storage.save(name, ContentFile(upload.content))
    except Exception as error:
        logger.exception("Could not store a picture")
        # Half of it may be there.
        delete_files(storage, [name])
        raise storage_trouble() from error
    image.file = name
    image.file_hash = upload.file_hash
    image.stored_hash = upload.stored_hash
    image.width, image.height = upload.picture.size
    try:
        describe_renditions(image, upload.picture)
    except Exception:
        delete_files(storage, [name])
        for field, value in before.items():
            setattr(image, field, value)
        raise


def check_quota(user: AbstractBaseUser | AnonymousUser) -> None:
    """Refuse the five hundred and first upload of a day."""
    since = timezone.now() - timedelta(days=1)
    recent = Image.objects.filter(uploaded_by_id=user.pk, created_at__gt=since)
    if recent.count() >= DAILY_QUOTA:
        raise ValidationError(
            f"You have added {DAILY_QUOTA} pictures within a day, which is the most "
            "one person can. Please go on tomorrow or ask a colleague.",
            code="quota",
        )


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def _too_large(size: int) -> ValidationError:
    return ValidationError(
        f"This file is too large ({size / 1024 / 1024:.1f} MB). "
        "Please choose one of at most 10 MB.",
        code="too_large",
    )
