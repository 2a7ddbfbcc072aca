from typing import Any

from .models import Image
from .renditions import delete_on_commit, file_names


def delete_files_of_deleted_image(instance: Image, **kwargs: Any) -> None:
    """Runs for single rows and whole querysets alike, which a `delete()` does not."""
    delete_on_commit(instance.file.storage, file_names(instance))
