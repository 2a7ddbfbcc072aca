from typing import ClassVar

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Pictures"

    role_permissions: ClassVar[dict[str, list[str]]] = {
        "Writers": ["view_image", "add_image", "change_image"],
        "Editors": [
            "view_image",
            "add_image",
            "change_image",
            "delete_image",
            "withdraw_image",
        ],
    }

    def ready(self) -> None:
        from django.db.models import CharField
        from django.db.models.signals import post_delete, pre_delete

        from . import receivers, slugs  # noqa: F401  (registers `<uslug:…>`)
        from .search import Prefix

        CharField.register_lookup(Prefix)
        pre_delete.connect(
            receivers.keep_withdrawn_image,
            sender="images.Image",
            dispatch_uid="images.keep_withdrawn_image",
        )
        post_delete.connect(
            receivers.delete_files_of_deleted_image,
            sender="images.Image",
            dispatch_uid="images.delete_files_of_deleted_image",
        )
