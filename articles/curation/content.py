"""
A selection as plain values: what is kept of each save, compared and merged.

    {"title": "…", "is_retired": false, "rows": [{"uid": "…", "article": 5, …}],
     "placements": ["everywhere", "section:3"]}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from articles.differences.merging import merge_rows, merge_sets
from articles.models import Article, Pick, Placement, Selection
from shows.models import Embargo, Platform, Season, Show

Content = dict[str, Any]
EMPTY: Content = {"title": "", "is_retired": False, "rows": [], "placements": []}
LINKS = ("article", "show", "event_show", "event_season", "event_platform", "embargo")
MOMENTS = ("starts_at", "ends_at")
PLAIN = ("is_never", "reason", "event")
# A row with nothing chosen yet, which has no uid.
NO_ROW: Content = {
    **dict.fromkeys(LINKS),
    "is_never": False,
    "reason": "",
    "event": "",
    "starts_at": None,
    "ends_at": None,
}
ON_THE_SITE = (Placement.Kind.HOME, Placement.Kind.EVERYWHERE)
WORDS = {
    "reason": "reason",
    "starts_at": "begin",
    "ends_at": "end",
    "event": "event it ends on",
    "event_show": "event it ends on",
    "event_season": "event it ends on",
    "event_platform": "event it ends on",
    "is_never": "“never here”",
    "embargo": "embargo",
}


@dataclass(frozen=True)
class Clash:
    """Something that two people changed differently; mine stands until it is saved."""

    uid: str
    field: str
    mine: Any
    theirs: Any

    @property
    def word(self) -> str:
        return "title" if not self.uid else WORDS.get(self.field, self.field)


@dataclass
class Merge:
    content: Content
    clashes: list[Clash] = field(default_factory=list)


def content_of(selection: Selection) -> Content:
    """As it is stored now. Two queries."""
    if selection._state.adding:
        return EMPTY | {"title": selection.title}
    return {
        "title": selection.title,
        "is_retired": selection.is_retired,
        "rows": [_row(pick) for pick in selection.picks.order_by("position", "pk")],
        "placements": sorted(key_of(each) for each in selection.placements.all()),
    }


def _row(pick: Pick) -> dict[str, Any]:
    row: dict[str, Any] = {"uid": str(pick.uid)}
    row |= {name: getattr(pick, f"{name}_id") for name in LINKS}
    row |= {name: getattr(pick, name) for name in PLAIN}
    for name in MOMENTS:
        moment = getattr(pick, name)
        row[name] = moment.isoformat() if moment else None
    return row


def key_of(placement: Placement) -> str:
    kind = str(placement.kind)
    return kind if kind in ON_THE_SITE else f"{kind}:{getattr(placement, f'{kind}_id')}"


def target_of(row: dict[str, Any]) -> str:
    """What a row is about, as forms name it: "article:5"."""
    return f"article:{row['article']}" if row["article"] else f"show:{row['show']}"


def write(selection: Selection, content: Content) -> None:
    """Make the stored rows what the content says. Called inside a step."""
    selection.title = content["title"]
    selection.is_retired = content["is_retired"]
    selection.picks.all().delete()
    Pick.objects.bulk_create(
        Pick(
            selection=selection,
            position=position,
            uid=row["uid"],
            **{f"{name}_id": row[name] for name in LINKS},
            **{name: row[name] for name in PLAIN},
            **{name: row[name] and parse_datetime(row[name]) for name in MOMENTS},
        )
        for position, row in enumerate(content["rows"])
    )
    selection.placements.all().delete()
    Placement.objects.bulk_create(
        _placement(selection, key) for key in content["placements"]
    )


def _placement(selection: Selection, key: str) -> Placement:
    kind, _, pk = key.partition(":")
    target = {f"{kind}_id": int(pk)} if pk else {}
    return Placement(selection=selection, kind=kind, **target)


def merge(base: Content, mine: Content, theirs: Content) -> Merge:
    """
    Both sides' changes since `base`: rows by their uid, field by field, placements as
    a set. What both changed differently stays mine, and is told.
    """
    clashes = _clashes(base, mine, theirs)
    rows, _ = merge_rows(base["rows"], mine["rows"], theirs["rows"], "both")
    title = mine["title"] if mine["title"] != base["title"] else theirs["title"]
    retired = mine["is_retired"]
    if retired == base["is_retired"]:
        retired = theirs["is_retired"]
    content = {
        "title": title,
        "is_retired": retired,
        "rows": without_doubles(rows),
        "placements": merge_sets(
            base["placements"], mine["placements"], theirs["placements"]
        ),
    }
    return Merge(content, clashes)


def _clashes(base: Content, mine: Content, theirs: Content) -> list[Clash]:
    found = []
    if mine["title"] != theirs["title"] and base["title"] not in (
        mine["title"],
        theirs["title"],
    ):
        found.append(Clash("", "title", mine["title"], theirs["title"]))
    was, their = ({row["uid"]: row for row in side["rows"]} for side in (base, theirs))
    for row in mine["rows"]:
        other, before = their.get(row["uid"]), was.get(row["uid"])
        if other and before:
            found += [
                Clash(row["uid"], name, row[name], other.get(name))
                for name in row
                if row[name] != other.get(name)
                and before.get(name) not in (row[name], other.get(name))
            ]
    return found


def without_doubles(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two people may have picked the same: the first stays."""
    kept: dict[str, dict[str, Any]] = {}
    for row in rows:
        kept.setdefault(target_of(row), row)
    return list(kept.values())


def check(selection: Selection, content: Content) -> None:
    """Refuse what no selection can be, in sentences for the person."""
    problems = []
    if selection.is_shelf and not content["title"].strip():
        problems.append("A shelf needs a title.")
    rows = content["rows"]
    if len(rows) > MOST_ROWS:
        problems.append(f"That is too many: a list holds {MOST_ROWS} at most.")
    targets = [target_of(row) for row in rows]
    if len(set(targets)) < len(targets):
        problems.append("Something stands in the list twice. Take one of them out.")
    own = (selection.article_id, selection.show_id)
    if any(
        (row["article"], row["show"]) in {(own[0], None), (None, own[1])}
        and (row["article"] or row["show"])
        for row in rows
    ):
        problems.append("A page cannot offer itself.")
    for row in rows:
        starts, ends = row["starts_at"], row["ends_at"]
        if starts and ends and parse_datetime(ends) <= parse_datetime(starts):  # type: ignore[operator]
            problems.append("A pick has to end after it begins.")
            break
    problems += _missing(content)
    if problems:
        raise ValidationError(problems)


MOST_ROWS = 40


def _missing(content: Content) -> list[str]:
    """What a forged or old form names and is not there."""
    wanted: dict[Any, set[int]] = {Article: set(), Show: set()}
    wanted |= {Season: set(), Platform: set(), Embargo: set()}
    models = dict(
        zip(LINKS, (Article, Show, Show, Season, Platform, Embargo), strict=True)
    )
    for row in content["rows"]:
        for name, model in models.items():
            if row[name]:
                wanted[model].add(row[name])
    return [
        f"A {model._meta.verbose_name} in the list no longer exists."
        for model, keys in wanted.items()
        if keys and model._default_manager.filter(pk__in=keys).count() < len(keys)
    ]


def told(before: Content, after: Content, names: dict[str, str]) -> str:
    """What a save changed, in words: "Added “A”. Removed “B”. Another order."."""
    was = {row["uid"]: row for row in before["rows"]}
    now = {row["uid"]: row for row in after["rows"]}

    def named(rows: Iterable[dict[str, Any]]) -> str:
        return ", ".join(f"“{names.get(target_of(row), '?')}”" for row in rows)

    said = []
    if after["title"] != before["title"] and before["title"]:
        said.append(f"Title: “{after['title']}”, was “{before['title']}”.")
    if after["is_retired"] != before["is_retired"]:
        said.append("Retired." if after["is_retired"] else "In use again.")
    if added := [now[uid] for uid in now if uid not in was]:
        said.append(f"Added {named(added)}.")
    if removed := [was[uid] for uid in was if uid not in now]:
        said.append(f"Removed {named(removed)}.")
    if changed := [now[uid] for uid in now if uid in was and now[uid] != was[uid]]:
        said.append(f"Changed {named(changed)}.")
    common = [uid for uid in was if uid in now]
    if common != [uid for uid in now if uid in was]:
        said.append("Another order.")
    if after["placements"] != before["placements"]:
        said.append(f"Placed: {', '.join(after['placements']) or 'nowhere'}.")
    return " ".join(said)
