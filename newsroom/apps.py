from typing import ClassVar

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "The site"
    # Collected by authors.roles. Writers have no say in what the house says of itself.
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "Writers": [],
        "Editors": ["view_page", "add_page", "change_page", "delete_page"],
    }

    def ready(self) -> None:
        from articles import redirects

        from . import checks  # noqa: F401  (registers itself)
        from .models import OldPageAddress

        redirects.MOVED["page"] = (OldPageAddress, "page")
