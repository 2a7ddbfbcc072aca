"""
What changed between two contents, said the way the desk would say it.

Texts are compared word by word, the body as a redline (see `redline.py`), everything
that points at something by its name: both sides carry a glossary, so what has been
deleted since is still named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.formats import date_format

from articles.body.lines import plain
from articles.content import EMPTY, LABELS, LINKS, NO_TEXTS, ROWS, SETS, TEXTS, Content
from articles.desk.speaking import spoken
from articles.models import Article, Byline, Disclosure

from .merging import changed
from .redline import MOST_READ, Redline, compare_bodies
from .wording import Run, compare_texts

# For lists, which compare many versions at once: characters of changed text of the
# body that are read word by word. Beyond them whole paragraphs are counted.
MOST_READ_ROUGHLY = 30_000
# Names in a summary of one line; the rest is counted.
MOST_NAMED = 3

CHOICES: dict[str, dict[Any, str]] = {
    "kind": {value: str(label) for value, label in Article.Kind.choices},
    "question": {value: str(label) for value, label in Article.Question.choices},
    "disclosure": {value: str(label) for value, label in Disclosure.choices},
}
SINGULAR = {
    "seasons": "Season",
    "episodes": "Episode",
    "people": "Person",
    "tags": "Tag",
    "bylines": "Byline",
    "shows": "Show",
    "sources": "Source",
}
GONE = "something since deleted"
_ROLES: dict[Any, str] = dict(Byline.Role.choices)


@dataclass(frozen=True)
class Change:
    """One sentence about what was added, removed or otherwise changed."""

    fate: Literal["added", "removed", "changed"]
    sentence: str
    # The same within a list of several: "byline Ada Quill added".
    brief: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Difference:
    """What happened to one field of the form: told in one of three ways."""

    field: str
    runs: Sequence[Run] = ()
    redline: Redline | None = None
    changes: Sequence[Change] = ()

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def brief(self) -> str:
        if self.redline:
            return f"body: {_brief_redline(self.redline)}"
        if self.changes:
            named = [change.brief for change in self.changes[:MOST_NAMED]]
            if more := len(self.changes) - len(named):
                named.append(f"and {more} more")
            return ", ".join(named)
        return self.label.lower()


def compare(
    before: Content, after: Content, *, most_read: int = MOST_READ
) -> list[Difference]:
    """Every field that differs, in the order of the form."""
    names = _names(before, after)
    differing = changed(before, after)
    before, after = EMPTY | before, EMPTY | after
    return [
        Difference(
            name, redline=compare_bodies(before[name], after[name], most_read=most_read)
        )
        if name == "body"
        else _difference(name, before[name], after[name], names.get(name, {}))
        for name in differing
    ]


def summary(before: Content, after: Content) -> str:
    """All that changed in one line, for lists; empty where nothing did."""
    return in_short(compare(before, after, most_read=MOST_READ_ROUGHLY))


def in_short(differences: Sequence[Difference]) -> str:
    said = "; ".join(difference.brief for difference in differences)
    return said[:1].upper() + said[1:]


def in_words(name: str, value: Any, names: dict[str, str] | None = None) -> list[str]:
    """
    A value of content in words, one line for each thing in it.

    The body is not told in words, for it is to be read as it is.
    """
    names = names or {}
    if name in ROWS:
        return [_ROW[name](row, names) for row in value]
    if name in SETS:
        return [names.get(str(pk), GONE) for pk in value]
    if name in LINKS:
        return [names.get(str(value), GONE)] if value else []
    if name == "tags":
        return list(value)
    if name in CHOICES:
        return [CHOICES[name].get(value, value)] if value else []
    if name == "safe_until":
        return [_moment(value)] if value else []
    if name == "rating":
        return [f"{_rating(value)} out of five"] if value is not None else []
    return [plain(value)] if value else []


def relations_in_words(content: Content) -> list[str]:
    """Everything the content points at, one line for each field that holds any."""
    names = content.get("names", {})
    content = EMPTY | content
    return [
        f"{LABELS[name]}: {', '.join(told)}"
        for name in (*LINKS, *SETS, *ROWS, "tags")
        if (told := in_words(name, content[name], names.get(name)))
    ]


def _names(before: Content, after: Content) -> dict[str, dict[str, str]]:
    old, new = before.get("names", {}), after.get("names", {})
    return {name: old.get(name, {}) | new.get(name, {}) for name in old.keys() | new}


def _difference(
    name: str, before: Any, after: Any, names: dict[str, str]
) -> Difference:
    if name in ROWS:
        return Difference(name, changes=_compare_rows(name, before, after, names))
    if name in SETS or name == "tags":
        return Difference(name, changes=list(_compare_sets(name, before, after, names)))
    if name in TEXTS and name not in CHOICES and name not in NO_TEXTS:
        # Live facts as the words they had: nobody reads braces.
        return Difference(name, runs=compare_texts(plain(before), plain(after)))
    return Difference(name, changes=[_compare_single(name, before, after, names)])


def _compare_single(
    name: str, before: Any, after: Any, names: dict[str, str]
) -> Change:
    """A field that holds one thing: chosen, changed or taken away."""
    label = LABELS[name]
    was = " ".join(in_words(name, before, names))
    now = " ".join(in_words(name, after, names))
    if not was:
        return Change("added", f"{label} is now {now}; there was none", label.lower())
    if not now:
        return Change("removed", f"{label} taken away; it was {was}", label.lower())
    return Change(
        "changed", f"{label} is now {now}; it was {was}", f"{label.lower()} now {now}"
    )


def _added(name: str, what: str) -> Change:
    label = SINGULAR[name]
    return Change("added", f"{label} added: {what}", f"{label.lower()} {what} added")


def _removed(name: str, what: str) -> Change:
    label = SINGULAR[name]
    return Change(
        "removed", f"{label} removed: {what}", f"{label.lower()} {what} removed"
    )


def _compare_sets(
    name: str, before: list, after: list, names: dict[str, str]
) -> Iterator[Change]:
    for member in before:
        if member not in after:
            yield _removed(name, in_words(name, [member], names)[0])
    for member in after:
        if member not in before:
            yield _added(name, in_words(name, [member], names)[0])


# Rows


def _byline(row: dict[str, Any], names: dict[str, str]) -> str:
    author = names.get(str(row["author"]), GONE)
    return f"{author} ({_ROLES.get(row['role'], row['role'])})"


def _show(row: dict[str, Any], names: dict[str, str]) -> str:
    title = names.get(str(row["show"]), GONE)
    return f"{title} (primary)" if row["is_primary"] else title


def _source(row: dict[str, Any], names: dict[str, str]) -> str:
    details = [row["url"], _day(row["published_on"])]
    told = ", ".join(detail for detail in details if detail)
    return f"{row['name']} ({told})" if told else row["name"]


_ROW: dict[str, Callable[[dict[str, Any], dict[str, str]], str]] = {
    "bylines": _byline,
    "shows": _show,
    "sources": _source,
}


def _compare_rows(
    name: str, before: list[dict], after: list[dict], names: dict[str, str]
) -> list[Change]:
    target = ROWS[name].target
    # Another author in the same row is one byline removed and one added.
    key = (lambda row: row[target[0]]) if target else (lambda row: row["uid"])
    old, new = {key(row): row for row in before}, {key(row): row for row in after}
    changes = [
        _removed(name, _plainly(name, row, names))
        for at, row in old.items()
        if at not in new
    ]
    changes += [
        _added(name, _plainly(name, row, names))
        for at, row in new.items()
        if at not in old
    ]
    for at, row in new.items():
        if at in old and name != "shows" and (told := _told(name, old[at], row, names)):
            changes.append(told)
    if name == "shows" and (primary := _primary(before, after, names)):
        changes.append(primary)
    stayed = [at for at in old if at in new]
    if stayed != [at for at in new if at in old]:
        what = f"rder of the {LABELS[name].lower()} changed"
        changes.append(Change("changed", f"O{what}", f"o{what}"))
    return changes or [
        Change(
            "changed", f"{LABELS[name]} entered anew", f"{LABELS[name].lower()} anew"
        )
    ]


def _plainly(name: str, row: dict, names: dict[str, str]) -> str:
    """A row by its name; which show is primary is a sentence of its own."""
    return _ROW[name](row | {"is_primary": False}, names)


def _told(name: str, was: dict, now: dict, names: dict[str, str]) -> Change | None:
    said, said_before = _ROW[name](now, names), _ROW[name](was, names)
    if said == said_before:
        return None
    label = SINGULAR[name]
    return Change(
        "changed",
        f"{label} changed: now {said}; it was {said_before}",
        f"{label.lower()} {said} changed",
    )


def _primary(
    before: list[dict], after: list[dict], names: dict[str, str]
) -> Change | None:
    was, now = (
        next((row["show"] for row in rows if row["is_primary"]), None)
        for rows in (before, after)
    )
    if was == now:
        return None
    if now is None:
        return Change("changed", "No show is the primary one now", "no primary show")
    title = names.get(str(now), GONE)
    return Change("changed", f"Primary show is now {title}", f"primary show {title}")


# Small words


def _brief_redline(redline: Redline) -> str:
    added, removed = redline.words_added, redline.words_removed
    if added and removed:
        return f"{_words(added)} added, {removed} removed"
    if added or removed:
        return f"{_words(added or removed)} {'added' if added else 'removed'}"
    if redline.moved:
        return "paragraphs moved"
    return "formatting"


def _words(count: int) -> str:
    return f"{count:,} word{'' if count == 1 else 's'}"


def _rating(value: str) -> str:
    return f"{Decimal(value).normalize():f}"


def _moment(value: str) -> str:
    try:
        return spoken(datetime.fromisoformat(value))
    except ValueError:
        return value


def _day(value: str | None) -> str:
    if not value:
        return ""
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        return value
