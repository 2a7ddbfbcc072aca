from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def make_rows(using: str, apps: Any = apps, **kwargs: Any) -> None:
    """The one row of the site, and its places for advertising, switched off."""
    try:
        Site = apps.get_model("newsroom", "Site")
        AdPlace = apps.get_model("newsroom", "AdPlace")
    except LookupError:
        return
    Site.objects.using(using).get_or_create(pk=1)
    for place, _ in AdPlace._meta.get_field("place").choices:
        AdPlace.objects.using(using).get_or_create(place=place, defaults={"site_id": 1})


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "The site"
    # Collected by authors.roles. Writers have no say in what the house says of itself.
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "Writers": [],
        "Editors": ["view_page", "add_page", "change_page", "delete_page"],
    }

    def ready(self) -> None:
        from articles.addresses import redirects

        from . import checks  # noqa: F401  (registers itself)
        from .models import OldPageAddress

        post_migrate.connect(make_rows, sender=self, dispatch_uid="newsroom.rows")
        redirects.MOVED["page"] = (OldPageAddress, "page")
