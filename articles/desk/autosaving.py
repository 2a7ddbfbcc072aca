"""
What was typed into a story form and not saved: kept, offered again, thrown away.

An autosave holds the fields of the form exactly as they stand in it, valid or not, so
that the form can be shown again with everything: rows, choosers and all. It is read
as content only to say how it differs.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from articles import content as contents
from articles.body.sanitising import sanitise_refused, word_count
from articles.content import Content, RowKind
from articles.differences.comparing import summary
from articles.differences.conflicts import combine
from articles.differences.merging import changed
from articles.embeds import write_fallbacks
from articles.models import Article, Autosave
from articles.tagging import tags_from_text
from authors.models import User

# Of one person, over all stories: nobody has so many, and each may be large.
MOST_UNSAVED = 200
# Of one story, the newest.
MOST_OFFERED = 4
# What is no part of what was typed.
LEFT_OUT = re.compile(
    r"csrfmiddlewaretoken$|keeping_|_|.*-__prefix__-|.*password", re.I
)

Typed = list[list[str]]
Fields = dict[str, list[str]]
Outcome = Literal["kept", "late", "gone", "full"]


@dataclass(frozen=True)
class Replaced:
    """An autosave that another form took over, as it was then."""

    key: uuid.UUID
    sequence: int

    def __str__(self) -> str:
        return f"{self.key}:{self.sequence}"


@dataclass(frozen=True)
class Offer:
    """Unsaved text that somebody comes back to."""

    autosave: Autosave
    when: str
    what: str
    latest_number: int

    @property
    def merges(self) -> bool:
        """Whether somebody saved since: saving this puts both together."""
        return self.autosave.base_number < self.latest_number


# Keeping


def keep(
    user: User,
    article: Article | None,
    *,
    key: uuid.UUID,
    sequence: int,
    typed: Typed,
    at: datetime,
    was_kept: bool,
    replaces: Sequence[Replaced] = (),
) -> Outcome:
    """
    Keep what one form holds now; a request that comes late changes nothing.

    `was_kept` says that the form knows of an autosave of its own. Where that is gone,
    the story was saved or the text thrown away, and a request that was still on its
    way must not bring it back.
    """
    own = Autosave.objects.filter(user=user, key=key)
    values = {
        "typed": typed,
        "sequence": sequence,
        "base_number": base_of(typed),
        "saved_at": at,
    }
    if own.filter(article=article, sequence__lt=sequence).update(**values):
        return "kept"
    if own.exists():
        return "late"
    if was_kept:
        return "gone"
    if user.autosaves.count() >= MOST_UNSAVED:
        return "full"
    with transaction.atomic():
        Autosave.objects.bulk_create(
            [Autosave(user=user, article=article, key=key, **values)],
            # Two requests of one page at the same time: either will do.
            ignore_conflicts=True,
        )
        forget(user, replaces)
    return "kept"


def forget(
    user: User, replaced: Iterable[Replaced] = (), *, key: uuid.UUID | None = None
) -> None:
    """
    Delete the autosave of a form, and those it took over unless they have grown since
    in a tab that is still open.
    """
    wanted = Q(key=key) if key else Q(pk__in=[])
    for each in replaced:
        wanted |= Q(key=each.key, sequence__lte=each.sequence)
    Autosave.objects.filter(wanted, user=user).delete()


def as_typed(pairs: Any) -> Typed:
    """
    What came in as a list of [name, value], without what is not text of the story.

    Raises ValidationError for anything else.
    """
    if not isinstance(pairs, list):
        raise ValidationError("This is not what a form sends.")
    typed = []
    for pair in pairs:
        match pair:
            case [str() as name, str() as value]:
                if not LEFT_OUT.match(name):
                    typed.append([_storable(name), _storable(value)])
            case _:
                raise ValidationError("This is not what a form sends.")
    return typed


def _storable(text: str) -> str:
    """Without NUL and halves of characters, which PostgreSQL cannot store."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def base_of(typed: Typed) -> int:
    base = next((value for name, value in typed if name == "base"), "")
    return _number(base) or 0


# Offering


def offers(
    user: User,
    article: Article | None,
    at: datetime,
    *,
    but: Iterable[uuid.UUID] = (),
) -> list[Offer]:
    """What this person typed and did not save, the newest first."""
    unsaved = Autosave.objects.filter(user=user, article=article).exclude(
        key__in=list(but)
    )[:MOST_OFFERED]
    rows = list(unsaved)
    if not rows:
        return []
    latest = article.latest_number if article else 0
    saved = _saved(article, [row.base_number for row in rows] + [latest])
    found: list[Offer] = []
    for row in rows:
        before = saved.get(row.base_number, contents.empty())
        after = content_of(row.typed, before)
        if _says_the_same(before, after) or _says_the_same(saved.get(latest), after):
            continue
        what = ""
        if article is None:
            what = _told(before, after)
        elif not found:
            # Naming things asks the database, so only the newest is told in full.
            what = _told(before, _for_reading(before, after, at))
        found.append(Offer(row, _when(row.saved_at, at), what, latest))
    return found


def compared(autosave: Autosave, at: datetime) -> tuple[Content, Content]:
    """What the person began from and what they made of it, to be compared."""
    saved = _saved(autosave.article, [autosave.base_number])
    before = saved.get(autosave.base_number, contents.empty())
    return before, _for_reading(before, content_of(autosave.typed, before), at)


def offer(autosave: Autosave, at: datetime) -> Offer:
    """One autosave, in words."""
    before, after = compared(autosave, at)
    latest = autosave.article.latest_number if autosave.article else 0
    what = _told(before, after)
    return Offer(autosave, _when(autosave.saved_at, at), what, latest)


def waiting(user: User, at: datetime) -> list[tuple[Autosave, str]]:
    """Where this person has unsaved text, in stories that they may still see."""
    visible = Article.objects.visible_to(user, at)
    found = (
        Autosave.objects.filter(user=user)
        .filter(Q(article__isnull=True) | Q(article__in=visible.values("pk")))
        .select_related("article")
        .only("saved_at", "user", "article__headline")
    )
    return [(each, _when(each.saved_at, at)) for each in found[:MOST_OFFERED]]


def _saved(article: Article | None, numbers: Iterable[int]) -> dict[int, Content]:
    if article is None:
        return {}
    versions = article.versions.filter(number__in=set(numbers))
    return dict(versions.values_list("number", "content"))


def _told(before: Content, after: Content) -> str:
    if before.get("headline") or before.get("body"):
        return summary(before, after)
    words = word_count(after["body"])
    count = f"{words:,} word{'' if words == 1 else 's'}"
    return f"“{after['headline'] or 'no headline yet'}”, {count}"


def _for_reading(before: Content, after: Content, at: datetime) -> Content:
    """With names for all it points at, and embeds as a save would write them."""
    body = write_fallbacks(after["body"], at)
    return after | {"body": body, "names": contents.glossary(after)}


def _when(moment: datetime, at: datetime) -> str:
    local, now = timezone.localtime(moment), timezone.localtime(at)
    day = "" if local.date() == now.date() else f"{date_format(local, 'j F Y')}, "
    return f"{'on' if day else 'at'} {day}{date_format(local, 'H:i')} {local.tzname()}"


_EMBEDDED = re.compile(r"(<figure[^<>]*>).*?(?=</figure>)", re.DOTALL)


def _says_the_same(saved: Content | None, typed: Content) -> bool:
    """The editor leaves out the fallbacks of embeds, and browsers end lines in LF."""
    return saved is not None and not changed(_bare(saved), _bare(typed))


def _bare(content: Content) -> Content:
    bare = {
        name: " ".join(value.split()) if name in contents.TEXTS and value else value
        for name, value in content.items()
    }
    if bare.get("body"):
        bare["body"] = _EMBEDDED.sub(r"\1", bare["body"])
    for name in contents.SETS:
        bare[name] = sorted(bare.get(name, []))
    return bare


# The fields of the form, as content


def content_of(typed: Typed, before: Content) -> Content:
    """
    What the fields say, as far as they can be understood; no query, no refusal.

    Fields that the form did not have keep the value of `before`.
    """
    fields = _fields(typed)
    content = contents.EMPTY | before
    for name in contents.TEXTS:
        # Browsers send line breaks as CR LF, scripts as LF.
        if name in fields and not _is_same_text(content[name], fields[name][0]):
            content[name] = fields[name][0].replace("\r\n", "\n").strip()
    content["body"] = sanitise_refused(content["body"] or "")
    if "rating" in fields:
        content["rating"] = _rating(fields["rating"][0], before.get("rating"))
    if "safe_until" in fields:
        content["safe_until"] = _moment(
            fields["safe_until"][0], before.get("safe_until")
        )
    for name in contents.LINKS:
        if name in fields:
            content[name] = _number(fields[name][0])
    for name in contents.SETS:
        numbers = (_number(value) for value in fields.get(name, []))
        content[name] = sorted(number for number in numbers if number)
    if "tags" in fields:
        content["tags"] = sorted(tags_from_text(fields["tags"][0]))
    for name, kind in contents.ROWS.items():
        if f"{kind.related_name}-TOTAL_FORMS" in fields:
            content[name] = _rows(kind, fields)
    return content


def form_data(typed: Typed) -> QueryDict:
    """
    The same for the form itself, which shows it as if it had just been sent.

    Rows come as new ones, for a colleague may have removed or added some since: what
    they are is told by their `uid`, and those marked for deletion are left out.
    """
    data = QueryDict(mutable=True)
    prefixes = tuple(f"{kind.related_name}-" for kind in contents.ROWS.values())
    given = _fields(typed)
    for name, values in given.items():
        if not name.startswith(prefixes):
            data.setlist(name, values)
    for kind in contents.ROWS.values():
        prefix = kind.related_name
        kept = [
            index
            for index in _row_numbers(kind, given)
            if not _first(given, f"{prefix}-{index}-DELETE")
        ]
        data[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
        data[f"{prefix}-INITIAL_FORMS"] = "0"
        for new_index, index in enumerate(kept):
            for field in (*kind.fields, "uid", "position"):
                if (name := f"{prefix}-{index}-{field}") in given:
                    data[f"{prefix}-{new_index}-{field}"] = given[name][0]
    return data


def _fields(typed: Typed) -> Fields:
    fields: Fields = {}
    for name, value in typed:
        fields.setdefault(name, []).append(value)
    # Texts that were put together on the page of a conflict stand in their fields.
    combined = combine({name: values[-1] for name, values in fields.items()})
    return fields | {name: [value] for name, value in combined.items()}


def _rows(kind: RowKind, fields: Fields) -> list[dict[str, Any]]:
    rows = []
    for index in _row_numbers(kind, fields):
        values = {
            name: _first(fields, f"{kind.related_name}-{index}-{name}").strip()
            for name in (*kind.fields, "uid", "position", "DELETE")
        }
        row = _row(kind, values, index)
        if row and not values["DELETE"]:
            rows.append((_number(values["position"]) or 1000, row))
    rows.sort(key=lambda pair: pair[0])
    ordered = [row for _, row in rows]
    if "is_primary" in kind.fields:
        primary = next((row for row in ordered if row["is_primary"]), None)
        for row in ordered:
            row["is_primary"] = row is (primary or ordered[0])
    return ordered


def _row(kind: RowKind, values: dict[str, str], index: int) -> dict[str, Any] | None:
    row: dict[str, Any] = {name: values[name] for name in kind.fields}
    if kind.target:
        row[kind.target[0]] = _number(values[kind.target[0]])
        if row[kind.target[0]] is None:
            return None
    elif not any(row.values()):
        return None
    if "is_primary" in row:
        row["is_primary"] = bool(row["is_primary"])
    if "published_on" in row:
        row["published_on"] = row["published_on"] or None
    return {"uid": values["uid"] or f"new-{index}"} | row


def _row_numbers(kind: RowKind, fields: Fields) -> Iterator[int]:
    total = _number(_first(fields, f"{kind.related_name}-TOTAL_FORMS")) or 0
    # More than a form may have at all is a forgery.
    yield from range(min(total, 1000))


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def _is_same_text(saved: Any, typed: str) -> bool:
    return str(saved or "").split() == typed.split()


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else None


def _moment(text: str, before: Any) -> Any:
    if not text:
        return None
    try:
        return contents.plain(from_current_timezone(datetime.fromisoformat(text)))
    except (ValidationError, ValueError):
        return before


def _rating(text: str, before: Any) -> Any:
    if not text:
        return None
    try:
        return f"{Decimal(text):.1f}"
    except (InvalidOperation, ValueError):
        return before
