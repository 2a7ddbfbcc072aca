"""
The two groups of the desk, made by code.

Every app says in its `AppConfig.role_permissions` what each role may do with its own
models; after each `migrate` the groups hold exactly that. Whoever wants other rights
makes another group: what these two may do is part of the program and its tests.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.management import create_permissions
from django.core.checks import CheckMessage, Error

WRITERS = "Writers"
EDITORS = "Editors"
ROLES = (WRITERS, EDITORS)


def grant_permissions(
    sender: AppConfig, using: str, apps: Any = apps, **kwargs: Any
) -> None:
    """Give each role the permissions that the migrated app lists for it."""
    wanted = getattr(sender, "role_permissions", None)
    if wanted is None:
        return
    try:
        Group = apps.get_model("auth", "Group")
        Permission = apps.get_model("auth", "Permission")
    except LookupError:
        return
    # Django makes them in its own receiver, which may only come after this one.
    create_permissions(sender, verbosity=0, using=using, apps=apps)
    of_app = Permission.objects.using(using).filter(
        content_type__app_label=sender.label
    )
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        allowed = of_app.filter(codename__in=wanted.get(role, []))
        group.permissions.remove(*of_app.exclude(pk__in=allowed.values("pk")))
        group.permissions.add(*allowed)


def check_role_permissions(**kwargs: Any) -> list[CheckMessage]:
    """A misspelt permission or role would silently grant nothing."""
    errors: list[CheckMessage] = []
    for config in apps.get_app_configs():
        wanted = getattr(config, "role_permissions", {})
        known = {
            codename
            for model in config.get_models()
            for codename in (
                *(
                    get_permission_codename(action, model._meta)
                    for action in model._meta.default_permissions
                ),
                *(codename for codename, _ in model._meta.permissions),
            )
        }
        for role, codenames in wanted.items():
            if role not in ROLES:
                errors.append(
                    Error(
                        f"{config.label} grants to an unknown role: {role}.",
                        id="authors.E001",
                    )
                )
            errors += [
                Error(
                    f"{config.label} grants {codename}, which it does not have.",
                    id="authors.E002",
                )
                for codename in codenames
                if codename not in known
            ]
    return errors
