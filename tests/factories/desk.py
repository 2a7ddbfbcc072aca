"""People who work at the desk, with the rights that the roles give them."""

from django.contrib.auth.models import Group

from authors.models import Author, User


def make_writer(username: str = "writer") -> User:
    return _member(username, "Writers")


def make_editor(username: str = "editor") -> User:
    return _member(username, "Editors")


def make_author(user: User, name: str = "") -> Author:
    author, _ = Author.objects.get_or_create(
        user=user, defaults={"name": name or user.username.title()}
    )
    return author


def _member(username: str, group: str) -> User:
    user, made = User.objects.get_or_create(
        username=username, defaults={"is_staff": True}
    )
    if made:
        user.set_password(username)
        user.save()
    if made or not user.groups.filter(name=group).exists():
        user.groups.add(Group.objects.get(name=group))
    return user
