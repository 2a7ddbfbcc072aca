"""
Drafts of layouts: begun, saved, merged, discarded.

Each step checks permission, locks the front, is atomic and logs. What has been live
never changes. For what readers see of them: `going_live`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.differences.merging import merge_rows
from articles.models import (
    Article,
    Front,
    FrontLine,
    Layout,
    LayoutSave,
    LayoutWindow,
    Section,
    Version,
)
from articles.permissions import may_lay_out, require
from authors.models import User

from . import content as contents
from .content import MOST_PINS, MOST_SLOTS, RULES, Content, Kind

Verb = FrontLine.Verb


@dataclass(frozen=True)
class Clash:
    """Something two people changed differently: the saver's is kept, both are told."""

    what: str
    mine: str
    theirs: str


@dataclass
class Saved:
    layout: Layout
    merged_from: list[User] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


# Fronts


def home() -> Front:
    """The front of the home page, as a row or about to be one."""
    return Front.objects.filter(is_home=True).first() or Front(is_home=True)


def front_of(section: Section) -> Front:
    found = Front.objects.filter(section=section).select_related("section").first()
    return found or Front(section=section)


@contextmanager
def stepping(front: Front, by: User) -> Iterator[Front]:
    """One transaction holding the front's row, which comes to be with the first step."""
    require(may_lay_out(by), "Only editors may lay out the site's fronts.")
    with transaction.atomic():
        if front._state.adding:
            try:
                with transaction.atomic():
                    front.save()
            except IntegrityError:
                # Somebody else was first.
                there = front_of(front.section) if front.section else home()
                front.pk = there.pk
                front._state.adding = False
        yield Front.objects.select_for_update(of=("self",)).get(pk=front.pk)


def log(layout: Layout, verb: Verb, *, by: User, detail: str = "") -> None:
    FrontLine.objects.create(
        front=layout.front,
        layout=layout,
        verb=verb,
        by=by,
        detail=detail,
        at=timezone.now(),
    )


def live_window(front: Front, at: datetime) -> LayoutWindow | None:
    if front._state.adding:
        return None
    return front.windows.live(at).select_related("layout", "by").first()


def live_content(front: Front, at: datetime) -> Content:
    """What readers see is laid out by, even if nobody ever did so."""
    window = live_window(front, at)
    return contents.capture(window.layout) if window else contents.default(front)


def is_frozen(layout: Layout, at: datetime) -> bool:
    """Readers have seen it, so it stays what it was."""
    return layout.windows.filter(live_from__lte=at).exists()


# Drafts


def draft(
    front: Front,
    *,
    by: User,
    name: str = "",
    occasion: str = "",
    like: Layout | None = None,
) -> Layout:
    """
    Begin a layout: a copy of another one, or of what readers see now.

    Without a name it is the front's working draft, of which there is one: whoever asks
    for it next gets the same.
    """
    now = timezone.now()
    with stepping(front, by) as row:
        if not name and not occasion and like is None:
            found = working_draft(row, now)
            if found:
                return found
        window = live_window(row, now)
        source = like or (window.layout if window else None)
        if source and source.front_id != row.pk:
            raise ValidationError("That layout belongs to another page.")
        content = contents.capture(source) if source else contents.default(row)
        content |= {"name": name.strip()[:80], "occasion": occasion.strip()[:80]}
        return make(row, content, by=by, based_on=source, verb=Verb.DRAFT)


def working_draft(front: Front, at: datetime) -> Layout | None:
    """The draft in which changes of this front gather."""
    if front._state.adding:
        return None
    return (
        front.layouts.filter(name="", occasion="", is_discarded=False)
        .exclude(windows__isnull=False)
        .order_by("pk")
        .first()
    )


def make(
    front: Front,
    content: Content,
    *,
    by: User,
    based_on: Layout | None,
    verb: Verb,
    detail: str = "",
) -> Layout:
    """A draft with its first save and its line in the log; the caller asked who may."""
    layout = Layout.objects.create(
        front=front,
        based_on=based_on,
        touched_at=timezone.now(),
        touched_by=by,
    )
    write_save(layout, content, by=by, note=detail)
    log(layout, verb, by=by, detail=detail)
    return layout


def write_save(layout: Layout, content: Content, *, by: User, note: str) -> None:
    """Content as the next numbered save of a layout, whose front the caller locked."""
    now = timezone.now()
    layout.name, layout.occasion = content["name"], content["occasion"]
    layout.latest_number += 1
    layout.touched_at, layout.touched_by = now, by
    layout.save()
    contents.write(layout, content)
    LayoutSave.objects.create(
        layout=layout,
        number=layout.latest_number,
        content=contents.capture(layout),
        by=by,
        at=now,
        note=note,
    )


def save(layout: Layout, content: Content, *, by: User, base: int) -> Saved:
    """
    Save a draft that was read as number `base`.

    What others saved since is merged in: slots and pins that only one side touched
    merge by themselves. Where both changed the same, the saver's stays, and the clash
    says what the other side had.
    """
    with stepping(layout.front, by):
        layout.refresh_from_db()
        _require_draft(layout)
        _check(content)
        saved = Saved(layout)
        latest = contents.capture(layout)
        if base != layout.latest_number:
            old = layout.saves.filter(number=base).first()
            if old is None:
                raise ValidationError("That is no state this layout ever had.")
            since = layout.saves.filter(number__gt=base).select_related("by")
            saved.merged_from = list(
                {each.by_id: each.by for each in since if each.by_id != by.pk}.values()
            )
            content, saved.clashes = merge(old.content, content, latest)
        if content == latest:
            return saved
        note = "; ".join(contents.told(latest, content, _headlines(latest, content)))
        write_save(layout, content, by=by, note=note)
        log(layout, Verb.SAVE, by=by, detail=note)
        return saved


def merge(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[Clash]]:
    """Three-way, by slot and by pin."""
    merged: Content = {}
    clashes: list[Clash] = []
    for name in ("name", "occasion"):
        both = mine[name] != base[name] != theirs[name]
        merged[name] = mine[name] if mine[name] != base[name] else theirs[name]
        if both and mine[name] != theirs[name]:
            clashes.append(Clash(name.capitalize(), mine[name], theirs[name]))
    for name in ("slots", "pins"):
        rows, has_clash = merge_rows(base[name], mine[name], theirs[name])
        merged[name] = rows
        if has_clash:
            clashes += _clashes(name, base, mine, theirs)
    there = {row["uid"] for row in merged["slots"]}
    # A slot that one side removed takes the pins of the other side along.
    merged["pins"] = [row for row in merged["pins"] if row["slot"] in there]
    return merged, clashes


SAID = {
    "slot": "place",
    "reason": "reason",
    "starts_at": "beginning",
    "ends_at": "end",
    "title": "title",
    "size": "size",
    "beside": "place beside",
    "section": "section",
    "story_kind": "kind",
    "shelf": "shelf",
}


def _clashes(
    name: str, base: Content, mine: Content, theirs: Content
) -> Iterator[Clash]:
    sides = [{row["uid"]: row for row in each[name]} for each in (base, mine, theirs)]
    headlines = _headlines(mine, theirs) if name == "pins" else {}
    for uid, was in sides[0].items():
        my_row, their_row = sides[1].get(uid), sides[2].get(uid)
        what = (
            contents.name_of_slot(was)
            if name == "slots"
            else f"“{headlines.get(was['article'], 'A story')}”"
        )
        if my_row is None or their_row is None:
            if (my_row or their_row or was) != was:
                gone, kept = "removed", "changed and kept"
                yield Clash(
                    what, kept if my_row else gone, gone if my_row else "changed"
                )
            continue
        for key, label in SAID.items():
            values = [row.get(key) for row in (was, my_row, their_row)]
            if len({str(value) for value in values}) == 3:
                yield Clash(f"{what}: {label}", str(values[1]), str(values[2]))


def _headlines(*sides: Content) -> dict[int, str]:
    keys = {row["article"] for side in sides for row in side["pins"]}
    found = Article.objects.filter(pk__in=keys).values_list("pk", "headline")
    return dict(found)


def _require_draft(layout: Layout) -> None:
    if is_frozen(layout, timezone.now()):
        raise ValidationError(
            "Readers have seen this layout, so it stays as it was. Change the page "
            "from it instead."
        )
    if layout.is_discarded:
        raise ValidationError("This layout was discarded meanwhile.")


def _check(content: Content) -> None:
    """What no screen sends, and what would break the page."""
    if len(content["slots"]) > MOST_SLOTS or len(content["pins"]) > MOST_PINS:
        raise ValidationError(
            f"A page holds at most {MOST_SLOTS} slots and {MOST_PINS} pins."
        )
    leads = [row for row in content["slots"] if row["kind"] == Kind.LEAD]
    if len(leads) != 1:
        raise ValidationError("A page has one lead.")
    for row in content["slots"]:
        rule = RULES.get(row["kind"])
        if rule is None or not 1 <= row["size"] <= rule.most:
            raise ValidationError("A slot has a size that it cannot have.")
        if row["kind"] == Kind.SECTION and not row["section"]:
            raise ValidationError("Say which section the slot is of.")
        if row["kind"] == Kind.KIND and row["story_kind"] not in Version.Kind:
            raise ValidationError("Say which kind of story the slot is of.")
    for row in content["pins"]:
        starts, ends = (
            contents.moment(row["starts_at"]),
            contents.moment(row["ends_at"]),
        )
        if starts and ends and ends <= starts:
            raise ValidationError("A pin ends before it begins.")


def discard(layout: Layout, *, by: User) -> None:
    """Put a draft aside; nothing that was or will be live can be."""
    with stepping(layout.front, by):
        if layout.windows.exists():
            raise ValidationError("This layout is or was scheduled. Cancel that first.")
        layout.is_discarded = True
        layout.save(update_fields=["is_discarded"])
        log(layout, Verb.DISCARD, by=by)
