"""
Puts the demo into the database by the same steps that people use.

Loading twice adds nothing. What is there already, whoever made or changed it, is left
as it stands: a show by its address, an author by theirs, a story by its present or any
former address.
"""

from collections.abc import Callable

from django.contrib.auth.models import Group

from articles.models import Section, Shop
from authors.models import Author, User

from . import manuscripts
from .desk import ACCOUNTS, AUTHORS, SECTIONS, SHOPS
from .library import Library, Sizes
from .load_shows import load_show
from .load_stories import Story, in_order
from .pages import load_pages
from .picks import load_picks
from .shows import SHOWS

Report = Callable[[str], None]


def load(report: Report, *, sizes: Sizes = Sizes()) -> None:  # noqa: B008
    """Everything, in the order in which it depends on one another."""
    users = load_accounts()
    report(f"Accounts: {', '.join(users)}, each with its name as the password.")
    library = Library(by=users["admin"], sizes=sizes)
    load_sections()
    for name, host in SHOPS:
        Shop.objects.get_or_create(host=host, defaults={"name": name})
    added = load_authors(users, library)
    report(f"Authors: {len(AUTHORS)}, {added} of them new.")
    for number, entry in enumerate(SHOWS, 1):
        is_new = load_show(entry, users["editor"], library)
        report(_line(number, len(SHOWS), entry.title, is_new))
    stories = in_order(manuscripts.read_all())
    for number, manuscript in enumerate(stories, 1):
        is_new = Story(manuscript, users, library).load()
        report(_line(number, len(stories), manuscript.head["headline"], is_new))
    made = load_picks(users["editor"])
    report(f"Picks and shelves: {made} new.")
    made = load_pages(users["editor"])
    report(f"Pages about the site: {made} new.")


def _line(number: int, count: int, name: str, is_new: bool) -> str:
    return f"[{number:>2}/{count}] {name}" + ("" if is_new else " (is there already)")


def load_accounts() -> dict[str, User]:
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            user = User.objects.create_user(
                account.username,
                password=account.username,
                first_name=account.first_name,
                last_name=account.last_name,
                is_staff=True,
                is_superuser=account.is_superuser,
            )
            if account.group:
                user.groups.add(Group.objects.get(name=account.group))
        users[account.username] = user
    return users


def load_sections() -> None:
    for position, entry in enumerate(SECTIONS, 1):
        Section.objects.get_or_create(
            slug=entry.slug,
            defaults={
                "name": entry.name,
                "description": entry.description,
                "position": position,
            },
        )


def load_authors(users: dict[str, User], library: Library) -> int:
    added = 0
    for entry in AUTHORS:
        if Author.objects.filter(slug=entry.key).exists():
            continue
        user = users.get(entry.username)
        if user and Author.objects.filter(user=user).exists():
            user = None
        author = Author.objects.create(
            slug=entry.key,
            name=entry.name,
            title=entry.title,
            desk=Author.Desk.EDITORS if "editor" in entry.title else Author.Desk.STAFF,
            biography=entry.biography,
            portrait=library.portrait(entry),
            user=user,
        )
        for label, url in entry.links:
            author.links.create(label=label, url=url)
        added += 1
    return added
