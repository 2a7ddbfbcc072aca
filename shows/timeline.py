"""
From announcements to facts: what holds from when until when.

Pure functions of the announcements of one show. What holds at a moment is read off
those that are public and not yet withdrawn then, oldest first; the windows are the
runs between two moments at which that changes. So the order in which announcements
were recorded does not matter, and an embargo or a withdrawal needs nothing but the
clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date, datetime
from hashlib import sha256
from typing import Any

from images.search import fold

from .models import Announcement, Fact
from .vocabulary import UPCOMING, Certainty, Status

Kind = Announcement.Kind
Field = Fact.Field

STATUS_AFTER = {
    Kind.ANNOUNCED: Status.ANNOUNCED,
    Kind.RENEWED: Status.RENEWED,
    Kind.REVIVED: Status.RENEWED,
    Kind.IN_PRODUCTION: Status.IN_PRODUCTION,
    Kind.WRAPPED: Status.WRAPPED,
    Kind.DATE_SET: Status.DATED,
    Kind.DATE_MOVED: Status.DATED,
    Kind.RELEASED: Status.OUT,
    Kind.ENDED: Status.ENDED,
    Kind.CANCELLED: Status.CANCELLED,
}
DATE_KINDS = {Kind.DATE_SET, Kind.DATE_MOVED}
PLATFORM_KINDS = {Kind.PLATFORM_ADDED, Kind.PLATFORM_CHANGED, Kind.PLATFORM_LEFT}
ROLE_KINDS = {Kind.JOINS, Kind.LEAVES}
# "In 2027" leaves a season in production; a month or a day makes it dated.
PRECISE_ENOUGH = {"month", "day", "minute"}
RANK = {str(kind): rank for rank, kind in enumerate(Kind)}
IN, LEFT = "in", "left"
SLOT_LENGTH = 160


@dataclass(frozen=True)
class Value:
    """One thing an announcement says, in the columns of a fact."""

    announcement_id: int
    since: datetime
    certainty: str
    source: str
    season_id: int | None
    part_id: int | None
    field: str
    slot: str
    value: str = ""
    date: Date | None = None
    precision: str = ""
    moment: datetime | None = None
    zone: str = ""
    number: int | None = None
    platform_id: int | None = None
    territory: str = ""
    trailer_id: int | None = None
    person_id: int | None = None
    character: str = ""
    job: str = ""

    @property
    def subject(self) -> str:
        return self.slot.split("|", 1)[0]

    @property
    def claim(self) -> tuple[object, ...]:
        """What it says, whoever says it."""
        return (self.slot, self.value, self.date, self.precision, self.moment) + (
            self.number,
            self.trailer_id,
        )


@dataclass(frozen=True)
class Window:
    value: Value
    is_leading: bool
    valid_from: datetime
    valid_until: datetime | None


@dataclass
class Standing:
    """What holds at one moment."""

    confirmed: dict[str, Value] = field(default_factory=dict)
    beside: list[Value] = field(default_factory=list)

    def status(self, subject: str) -> Value | None:
        return self.confirmed.get(f"{subject}|status")


def in_order(announcements: Iterable[Announcement]) -> list[Announcement]:
    """
    As the public learns of them. Of those public at one moment, by the day and the
    usual course of things; the primary key only decides between equals.
    """
    return sorted(
        announcements,
        key=lambda a: (
            a.public_from,
            a.announced_on,
            RANK[a.kind],
            slots_key(a),
            a.date or Date.min,
            a.precision,
            a.moment or a.public_from,
            a.number or 0,
            a.trailer_id or 0,
            a.certainty,
            fold(a.source_name),
            a.pk or 0,
        ),
    )


def slots_key(announcement: Announcement) -> str:
    return "\n".join(value.slot for value in values(announcement))


def subject_of(announcement: Announcement) -> str:
    if announcement.part_id:
        return f"part:{announcement.part_id}"
    if announcement.season_id:
        return f"season:{announcement.season_id}"
    return f"show:{announcement.show_id}"


def values(announcement: Announcement) -> list[Value]:
    """The statements of one announcement, narrowest reading."""
    kind = Kind(announcement.kind)
    subject = subject_of(announcement)
    said = Value(
        announcement_id=announcement.pk or 0,
        since=announcement.public_from,
        certainty=announcement.certainty,
        source=fold(announcement.source_name),
        season_id=announcement.season_id,
        part_id=announcement.part_id,
        field="",
        slot="",
    )

    def say(field: Field, *keys: object, **more: Any) -> Value:
        return replace(said, field=field, slot=_slot(subject, field, *keys), **more)

    where = {
        "platform_id": announcement.platform_id,
        "territory": announcement.territory,
    }
    statements = []
    if kind in STATUS_AFTER and (
        kind not in DATE_KINDS or announcement.precision in PRECISE_ENOUGH
    ):
        statements.append(say(Field.STATUS, value=STATUS_AFTER[kind]))
    if announcement.date:
        statements.append(
            say(
                Field.RELEASE_DATE,
                *where.values(),
                date=announcement.date,
                precision=announcement.precision,
                moment=announcement.moment,
                zone=announcement.zone,
                **where,
            )
        )
    if announcement.number:
        statements.append(say(Field.EPISODE_COUNT, number=announcement.number))
    if kind == Kind.TRAILER_OUT:
        statements.append(say(Field.TRAILER, trailer_id=announcement.trailer_id))
    if kind in PLATFORM_KINDS:
        value = LEFT if kind == Kind.PLATFORM_LEFT else IN
        statements.append(say(Field.PLATFORM, *where.values(), value=value, **where))
    if kind in ROLE_KINDS:
        statements.append(
            say(
                Field.ROLE,
                announcement.person_id,
                fold(announcement.character) if announcement.character else "",
                fold(announcement.job) if announcement.job else "",
                value=LEFT if kind == Kind.LEAVES else IN,
                person_id=announcement.person_id,
                character=announcement.character,
                job=announcement.job,
            )
        )
    return statements


def _slot(subject: str, *parts: object) -> str:
    slot = f"{subject}|{':'.join(str(part or '') for part in parts)}".rstrip(":")
    if len(slot) <= SLOT_LENGTH:
        return slot
    digest = sha256(slot.encode()).hexdigest()[:16]
    return f"{slot[: SLOT_LENGTH - 17]}~{digest}"


def standing_at(announcements: Sequence[Announcement], moment: datetime) -> Standing:
    """Fold what is public and not withdrawn at a moment; `announcements` in order."""
    withdrawn = {
        a.withdraws_id
        for a in announcements
        if a.withdraws_id and a.public_from <= moment
    }
    standing = Standing()
    for announcement in announcements:
        if announcement.public_from > moment:
            break
        if announcement.kind == Kind.WITHDRAWAL or announcement.pk in withdrawn:
            continue
        take_in(standing, announcement)
    return standing


def take_in(standing: Standing, announcement: Announcement) -> None:
    """One more announcement, on top of what holds."""
    for value in values(announcement):
        if announcement.certainty == Certainty.CONFIRMED:
            _confirm(standing, announcement, value)
        else:
            _put_beside(standing, value)


def _confirm(standing: Standing, announcement: Announcement, value: Value) -> None:
    settled = {
        slot
        for slot in [*standing.confirmed, *(said.slot for said in standing.beside)]
        if _settles(announcement, value, slot, standing)
    }
    for slot in settled:
        standing.confirmed.pop(slot, None)
    standing.beside = [said for said in standing.beside if said.slot not in settled]
    standing.confirmed[value.slot] = value


def _settles(
    announcement: Announcement, value: Value, slot: str, standing: Standing
) -> bool:
    """Whether a confirmed value leaves nothing to say in a slot but itself."""
    if slot == value.slot:
        return True
    if (
        announcement.kind == Kind.REVIVED
        and slot == f"show:{announcement.show_id}|status"
    ):
        return True
    subject, _, rest = slot.partition("|")
    if subject != value.subject:
        return False
    keys = [*rest.split(":"), "", "", ""]
    about = keys.pop(0)
    if value.field == "status" and about == "release_date":
        if value.value == Status.OUT:
            # What was expected no longer matters; the date it came out stays.
            return slot not in standing.confirmed
        return value.value == Status.CANCELLED and not _was_out(standing, subject)
    if value.field == about == "platform":
        platform, territory = keys[0], keys[1]
        if announcement.kind == Kind.PLATFORM_CHANGED:
            return territory == value.territory or not value.territory
        if announcement.kind == Kind.PLATFORM_LEFT and not value.territory:
            return platform == str(value.platform_id)
        return False
    if value.field == about == "role":
        if keys[0] != str(value.person_id):
            return False
        if value.value == LEFT:
            return not value.character and not value.job
        # Whoever joins has not left, whichever role they left.
        return not keys[1] and not keys[2]
    return False


def _was_out(standing: Standing, subject: str) -> bool:
    status = standing.status(subject)
    return status is not None and status.value in {Status.OUT, Status.ENDED}


def _put_beside(standing: Standing, value: Value) -> None:
    """A report or rumour stands until its own source says otherwise or it is denied."""
    denies = value.certainty == Certainty.DENIED
    standing.beside = [
        said
        for said in standing.beside
        if not (denies and said.claim == value.claim)
        and not (said.slot == value.slot and said.source == value.source)
    ]
    standing.beside.append(value)


def holding(
    standing: Standing, show_id: int, numbers: Mapping[int, int]
) -> list[tuple[Value, bool]]:
    """
    Every value that holds, and whether lists go by it; `numbers` of seasons by id.

    The status of a season follows from a part that is out, and the status of a show
    from its newest season, so that a list by status needs to look at one row per show.
    """
    confirmed = dict(standing.confirmed)
    _derive_statuses(confirmed, show_id, numbers)
    leading = {
        value.slot: value
        for value in standing.beside
        if value.certainty == Certainty.REPORTED
    }
    _derive_statuses(leading, show_id, numbers)
    derived = [value for value in leading.values() if value not in standing.beside]
    leading |= confirmed
    return [
        *((value, True) for value in confirmed.values()),
        *(
            (value, leading.get(value.slot) == value)
            for value in [*standing.beside, *derived]
            if value in standing.beside or leading.get(value.slot) == value
        ),
    ]


def _derive_statuses(
    held: dict[str, Value], show_id: int, numbers: Mapping[int, int]
) -> None:
    statuses = [value for value in held.values() if value.field == Field.STATUS]
    for value in statuses:
        if value.part_id and value.value == Status.OUT:
            slot = f"season:{value.season_id}|status"
            said = held.get(slot)
            if said is None or said.value in UPCOMING:
                held[slot] = replace(value, slot=slot, part_id=None)
    seasons = [
        value
        for value in held.values()
        if value.field == Field.STATUS and value.season_id and not value.part_id
    ]
    if not seasons:
        return
    newest = max(seasons, key=lambda value: numbers.get(value.season_id or 0, 0))
    slot = f"show:{show_id}|status"
    own = held.get(slot)
    if own is None or _season_speaks_for_show(own, newest):
        held[slot] = replace(newest, slot=slot, season_id=None)


def _season_speaks_for_show(own: Value, newest: Value) -> bool:
    if own.value == Status.CANCELLED:
        return False
    if own.value == Status.ENDED:
        # Announced as the last season, and still to come.
        return newest.value in UPCOMING
    if newest.value in UPCOMING:
        return True
    return own.since <= newest.since


def windows(
    announcements: Iterable[Announcement], numbers: Mapping[int, int]
) -> list[Window]:
    """The facts of one show: runs of moments over which a value holds."""
    timeline = in_order(announcements)
    finished: list[Window] = []
    running: dict[tuple[Value, bool], datetime] = {}
    for moment in sorted({a.public_from for a in timeline}):
        standing = standing_at(timeline, moment)
        rows = holding(standing, timeline[0].show_id, numbers)
        for row in running.keys() - set(rows):
            finished.append(Window(*row, running.pop(row), moment))
        for row in rows:
            running.setdefault(row, moment)
    finished += (Window(*row, since, None) for row, since in running.items())
    return sorted(finished, key=lambda w: (w.valid_from, w.value.slot, w.value.source))
