from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from authors.roles import ROLES, check_role_permissions, grant_permissions
from tests.factories.desk import make_editor, make_writer


def permissions(role):
    group = Group.objects.get(name=role)
    return {
        f"{app}.{codename}"
        for app, codename in group.permissions.values_list(
            "content_type__app_label", "codename"
        )
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_what_the_apps_give_it(role):
    wanted = {
        f"{config.label}.{codename}"
        for config in apps.get_app_configs()
        for codename in getattr(config, "role_permissions", {}).get(role, [])
    }

    assert wanted
    assert permissions(role) == wanted


@pytest.mark.django_db
def test_migrating_again_puts_the_roles_right():
    writers = Group.objects.get(name="Writers")
    before = permissions("Writers")
    writers.permissions.add(Permission.objects.get(codename="delete_image"))
    writers.permissions.remove(Permission.objects.get(codename="add_image"))

    call_command("migrate", verbosity=0)

    assert permissions("Writers") == before


@pytest.mark.django_db
def test_other_groups_are_left_alone():
    archivists = Group.objects.create(name="Archivists")
    archivists.permissions.add(Permission.objects.get(codename="delete_image"))

    call_command("migrate", verbosity=0)

    assert permissions("Archivists") == {"images.delete_image"}


@pytest.mark.django_db
def test_nobody_of_either_role_manages_logins():
    for user in (make_writer(), make_editor()):
        for action in ("add", "change", "delete"):
            assert not user.has_perm(f"authors.{action}_user")


def test_the_apps_grant_only_what_they_have():
    assert check_role_permissions() == []


@pytest.mark.parametrize(
    ("granted", "error"),
    [
        ({"Wirters": ["view_image"]}, "unknown role: Wirters"),
        ({"Writers": ["veiw_image"]}, "grants veiw_image, which it does not have"),
    ],
)
def test_a_misspelt_role_or_permission_is_an_error(monkeypatch, granted, error):
    config = apps.get_app_config("images")
    monkeypatch.setattr(config, "role_permissions", granted)

    assert error in str(check_role_permissions())


@pytest.mark.django_db
def test_an_app_without_roles_changes_nothing():
    assert grant_permissions(SimpleNamespace(label="other"), using="default") is None
