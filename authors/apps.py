from typing import ClassVar

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class AuthorsConfig(AppConfig):
    name = "authors"
    verbose_name = "Authors"

    role_permissions: ClassVar[dict[str, list[str]]] = {
        "Writers": ["view_author"],
        "Editors": [
            "view_author",
            "add_author",
            "change_author",
            "merge_author",
            "view_authorlink",
            "add_authorlink",
            "change_authorlink",
            "delete_authorlink",
        ],
    }

    def ready(self) -> None:
        from . import roles

        register(roles.check_role_permissions)
        post_migrate.connect(
            roles.grant_permissions, dispatch_uid="authors.roles.grant_permissions"
        )
