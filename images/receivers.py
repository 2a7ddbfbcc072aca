from typing import Any

from django.db.models import ProtectedError

from .models import Image
from .renditions import delete_on_commit, file_names


def keep_withdrawn_image(instance: Image, **kwargs: Any) -> None:
    """What is left of a withdrawn picture is what refuses its file: it stays."""
    # Asked anew, for whoever deletes it may have read it before.
    if Image.objects.withdrawn().filter(pk=instance.pk).exists():
        raise ProtectedError(
            "The record of a withdrawn picture stays, or its file could come back.",
            {instance},
        )


def delete_files_of_deleted_image(instance: Image, **kwargs: Any) -> None:
    """Runs for single rows and whole querysets alike, which a `delete()` does not."""
    delete_on_commit(instance.file.storage, file_names(instance))
