"""
Withdrawing a picture: out of every page and version at once, and never back.

What stays is its row without a file, for the desk. No page can print it, because
there is nothing to print, and `images.ingest` refuses its file by the hash.
"""

import logging
from functools import partial
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from .ingest import hash_of
from .models import Image
from .renditions import delete_files, file_names

logger = logging.getLogger(__name__)

PERMISSION = "images.withdraw_image"
LONGEST_REASON = 300


def may_withdraw(user: AbstractUser | AnonymousUser, image: Image) -> bool:
    return not image.is_withdrawn and user.has_perm(PERMISSION)


def withdraw(image: Image, *, by: AbstractUser | AnonymousUser, reason: str) -> Image:
    """
    Take a picture out everywhere, delete its files and refuse them from now on.

    There is no way back. The files go once the row is committed; those that the
    storage does not delete then are kept in `files_left` for `delete_left_files`.
    """
    if not by.has_perm(PERMISSION):
        raise PermissionDenied("Withdrawing pictures is not yours to do.")
    reason = check_reason(reason)
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        if image.is_withdrawn:
            raise ValidationError(
                f"The picture was withdrawn already, on {image.withdrawn_on}.",
                code="withdrawn",
            )
        image.stored_hash = image.stored_hash or _hash_of_stored(image)
        image.files_left = file_names(image)
        image.file = ""
        image.rendition_key = ""
        image.rendition_sizes = {}
        image.enclosure_length = None
        image.withdrawn_at = timezone.now()
        image.withdrawn_by_id = by.pk
        image.withdrawn_because = reason
        image.save()
        person: Any = by.pk
        LogEntry.objects.log_actions(
            person, [image], CHANGE, f"Withdrawn for good: {reason}", single_object=True
        )
        # What was decided stands, whatever the storage does.
        transaction.on_commit(partial(delete_left_files, image), robust=True)
    logger.warning("Picture %s was withdrawn by user %s", image.pk, by.pk)
    return image


def check_reason(reason: str) -> str:
    """One line that says why, for whoever tries to add the picture again."""
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError("Say why the picture is withdrawn.", code="no_reason")
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            f"Give the reason in at most {LONGEST_REASON} characters.", code="too_long"
        )
    return reason


def delete_left_files(image: Image) -> list[str]:
    """
    Delete the files that a withdrawn picture still has; may be run again and again.

    Returns those that the storage did not delete this time either.
    """
    left = delete_files(image.file.storage, image.files_left)
    image.files_left = left
    Image.objects.withdrawn().filter(pk=image.pk).update(files_left=left)
    if left:
        logger.error(
            "%s files of the withdrawn picture %s are still in the storage",
            len(left),
            image.pk,
        )
    return left


def _hash_of_stored(image: Image) -> str:
    """For pictures from before it was kept. Without it only a download is not known."""
    try:
        with image.file.open("rb") as file:
            return hash_of(file.read())
    except Exception:
        logger.exception("Could not read picture %s before deleting it", image.pk)
        return ""
