"""
Finding files that belong to no picture, and those of withdrawn ones.

A worker that is killed between writing a file and saving its row leaves one; so does
a storage that does not answer when something is to be deleted.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from .models import Image

# Younger files may belong to an upload that is still on its way.
GRACE = timedelta(days=1)


def orphans() -> Iterator[str]:
    """The names of files that no row has, older than a day."""
    storage = Image._meta.get_field("file").storage
    cutoff = timezone.now() - GRACE
    # The files first: a row that is saved in between is then known.
    originals = [f"originals/{name}" for name in _listed(storage, "originals")[1]]
    keys = _listed(storage, "renditions")[0]
    known = set(Image.objects.values_list("file", flat=True).iterator())
    made = set(Image.objects.values_list("rendition_key", flat=True).iterator())
    candidates = [name for name in originals if name not in known]
    for key in keys:
        if key not in made:
            folder = f"renditions/{key}"
            candidates += [f"{folder}/{name}" for name in _listed(storage, folder)[1]]
    for name in candidates:
        if _modified(storage, name) < cutoff:
            yield name


def unfinished() -> Iterator[Image]:
    """
    Withdrawn pictures of which the storage still has files, whatever their age: it did
    not answer, or the worker was killed before it could ask.
    """
    for image in Image.objects.withdrawn().iterator():
        if image.files_left:
            yield image


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _modified(storage: Storage, name: str) -> datetime:
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:
        # Deleted meanwhile, which is what was wanted.
        return timezone.now()
