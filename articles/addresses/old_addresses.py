"""Addresses that lead on by themselves, and giving one up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse

from articles.logbook import log
from articles.models import Article, FormerTag, OldAddress, OldSectionAddress
from articles.models.log import Verb
from articles.permissions import require
from authors.models import Author, OldAuthorAddress, User
from shows.models import Merge, OldPersonAddress, OldShowAddress, Person, Show

PER_PAGE = 50
# Nobody turns so many pages; a search finds what is further back.
MOST_PAGES = 20
AT_ONCE = 500
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that moves, and where its old addresses are kept."""

    label: str
    model: Any
    owner: str
    view: str
    since: str = "left_at"


KINDS: dict[str, Kind] = {
    "story": Kind("Story", OldAddress, "article", "articles:article-detail"),
    "show": Kind("Show", OldShowAddress, "show", "shows:show-detail"),
    "person": Kind("Person", OldPersonAddress, "person", "shows:person-detail"),
    "author": Kind("Author", OldAuthorAddress, "author", "authors:author-detail"),
    "section": Kind("Section", OldSectionAddress, "section", "articles:section"),
    "tag": Kind("Tag", FormerTag, "tag", "articles:tag", "at"),
}


@dataclass(frozen=True)
class Old:
    """An old address as the desk sees it."""

    kind: str
    pk: int
    slug: str
    owner: Any
    since: datetime | None
    why: str = "It moved."

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def path(self) -> str:
        return unquote(reverse(KINDS[self.kind].view, args=[self.slug]))

    @property
    def leads_to(self) -> str:
        return unquote(reverse(KINDS[self.kind].view, args=[self.owner.slug]))


def may_release(user: User) -> bool:
    return (
        user.is_active and user.is_staff and user.has_perm("articles.delete_redirect")
    )


def old_addresses(
    viewer: User, at: datetime, *, asked: str = "", kind: str = "", page: int = 1
) -> tuple[list[Old], bool]:
    """
    One page of them, the newest first, and whether there are more. Of what the viewer
    may not know there are none. In a number of queries that does not depend on how
    many there are.
    """
    page = min(max(page, 1), MOST_PAGES)
    most = page * PER_PAGE + 1
    found = [
        _old(name, row)
        for name in ([kind] if kind in KINDS else KINDS)
        for row in _searched(name, viewer, at, asked)[:most]
    ]
    found.sort(key=lambda old: (old.since or BEFORE_ALL, old.pk), reverse=True)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    more = len(found) > page * PER_PAGE and page < MOST_PAGES
    return _with_reasons(shown), more


def every_old_address(
    viewer: User, at: datetime, *, asked: str = "", kind: str = ""
) -> Iterator[Old]:
    """All of them, kind by kind, read as they are needed."""
    for name in [kind] if kind in KINDS else KINDS:
        rows = _searched(name, viewer, at, asked).iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            yield from _with_reasons(_old(name, row) for row in some)


def old_address(kind: str, pk: int, viewer: User, at: datetime) -> Old | None:
    if kind not in KINDS:
        return None
    rows = list(_rows(kind, viewer, at).filter(pk=pk))
    return _with_reasons([_old(kind, row) for row in rows])[0] if rows else None


@transaction.atomic
def release(old: Old, *, by: User) -> None:
    """
    Give an old address up: from now on it leads nowhere, and something else may take it.
    """
    require(may_release(by), "You may not give up old addresses.")
    rows = KINDS[old.kind].model.objects.select_for_update()
    row = rows.filter(pk=old.pk, slug=old.slug).first()
    if row is None:
        raise ValidationError("It was given up already.")
    if isinstance(row, FormerTag):
        # Whoever types the name gets the tag that stands for it all the same.
        row.slug = None
        row.save(update_fields=["slug"])
    else:
        row.delete()
    log(old.owner, Verb.ADDRESS, by=by, detail=f"{old.path} was given up.")


def _rows(kind: str, viewer: User, at: datetime) -> Any:
    of = KINDS[kind]
    rows = of.model.objects.select_related(of.owner).exclude(slug=None)
    if kind == "story":
        stories = Article.objects.visible_to(viewer, at)
        rows = rows.filter(article__in=stories).defer("article__body")
    elif kind in {"show", "person"}:
        owners: Any = (Show if kind == "show" else Person).objects.all()
        rows = rows.filter(**{f"{kind}__in": owners.known_to(viewer, at)})
    return rows.order_by("-pk")


def _searched(kind: str, viewer: User, at: datetime, asked: str) -> Any:
    rows = _rows(kind, viewer, at)
    # As it stands in a browser's line, whole or in part, old or new.
    word = unquote(asked).strip().rstrip("/").rpartition("/")[2]
    if not word:
        return rows
    new = {f"{KINDS[kind].owner}__slug__icontains": word}
    return rows.filter(Q(slug__icontains=word) | Q(**new))


def _old(kind: str, row: Any) -> Old:
    of = KINDS[kind]
    why = "It was merged." if kind == "tag" and row.was_merged else "It moved."
    since = getattr(row, of.since)
    return Old(kind, row.pk, row.slug, getattr(row, of.owner), since, why)


def _with_reasons(rows: Iterable[Old]) -> list[Old]:
    """Which of them another one of their kind had that was merged, a query for each."""
    rows = list(rows)
    stories = [old.slug for old in rows if old.kind == "story"]
    others = [old.slug for old in rows if old.kind in {"show", "person"}]
    names: dict[tuple[str, str], str] = {}
    if stories:
        merged = Article.objects.filter(
            merged_into__isnull=False, merge_moved__slug__in=stories
        )
        for slug, name in merged.annotate(was=KT("merge_moved__slug")).values_list(
            "was", "headline"
        ):
            names["story", slug] = name
    if others:
        merges = Merge.objects.filter(parted_at=None, moved__slug__in=others)
        for slug, name, show in merges.annotate(was=KT("moved__slug")).values_list(
            "was", "name", "show"
        ):
            names["show" if show else "person", slug] = name
    if authors := [old.slug for old in rows if old.kind == "author"]:
        taken_in = Author.objects.filter(
            merged_into__isnull=False, merge_moved__slug__in=authors
        )
        for slug, name in taken_in.annotate(was=KT("merge_moved__slug")).values_list(
            "was", "name"
        ):
            names["author", slug] = name
    return [
        replace(old, why=f"“{names[old.kind, old.slug]}” was merged into it.")
        if (old.kind, old.slug) in names
        else old
        for old in rows
    ]
