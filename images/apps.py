from typing import ClassVar

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Pictures"

    role_permissions: ClassVar[dict[str, list[str]]] = {
        "Writers": ["view_image", "add_image", "change_image"],
        "Editors": ["view_image", "add_image", "change_image", "delete_image"],
    }

    def ready(self) -> None:
        from django.db.models import CharField

        from . import slugs  # noqa: F401  (registers the `uslug` path converter)
        from .search import Prefix

        CharField.register_lookup(Prefix)
