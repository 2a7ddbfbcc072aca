import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from images.models import Image
from images.renditions import file_names
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db

DAYS = 24 * 60 * 60


def files_in(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


def sweep(**options):
    out = StringIO()
    call_command("sweep_pictures", stdout=out, **options)
    return out.getvalue()


def age(folder, days):
    then = time.time() - days * DAYS
    for path in files_in(folder):
        os.utime(path, (then, then))


def test_files_that_no_picture_has_are_deleted(media_root):
    kept, lost = ImageFactory.create_batch(2, title="", alt_text="", credit="")
    # As if the worker had been killed before the row was saved.
    Image.objects.filter(pk=lost.pk)._raw_delete("default")
    age(media_root, days=2)

    said = sweep()

    assert f"{len(file_names(lost))} files were deleted" in said
    assert {str(path.relative_to(media_root)) for path in files_in(media_root)} == set(
        file_names(kept)
    )
    assert not (media_root / "renditions" / lost.rendition_key).exists()


def test_a_file_that_may_still_get_its_picture_is_left_alone(media_root):
    default_storage.save("originals/new.jpg", ContentFile(b"x"))

    assert "0 files" in sweep()
    assert default_storage.exists("originals/new.jpg")


def test_a_dry_run_only_says_what_it_would_do(media_root):
    default_storage.save("originals/old.jpg", ContentFile(b"x"))
    age(media_root, days=2)

    said = sweep(dry_run=True)

    assert "originals/old.jpg" in said
    assert "1 files would be deleted" in said
    assert default_storage.exists("originals/old.jpg")


def test_an_empty_storage_is_swept_quickly():
    assert "0 files" in sweep()
