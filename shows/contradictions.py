"""News that cannot be true together, said in words."""

from collections.abc import Iterable
from datetime import timedelta

from . import wording
from .models import Announcement
from .timeline import (
    DATE_KINDS,
    IN,
    LEFT,
    Kind,
    Standing,
    Value,
    in_order,
    subject_of,
    take_in,
    values,
)
from .vocabulary import UPCOMING, Certainty, Status

MAKES_PROGRESS = {
    Kind.ANNOUNCED,
    Kind.RENEWED,
    Kind.IN_PRODUCTION,
    Kind.WRAPPED,
    *DATE_KINDS,
}
# What a season is renewed for comes before these.
BEGUN = {Status.IN_PRODUCTION, Status.WRAPPED, Status.DATED}
ORDERS_MORE = {Kind.ANNOUNCED, Kind.RENEWED}


def find(announcements: Iterable[Announcement]) -> list[tuple[Announcement, str]]:
    """
    Each confirmed announcement of one show that contradicts what held before it.

    What was withdrawn, however late, contradicts nothing; nor do reports and rumours,
    which change no fact.
    """
    timeline = in_order(announcements)
    withdrawn = {a.withdraws_id for a in timeline if a.withdraws_id}
    standing = Standing()
    told: dict[int, Announcement] = {}
    found = []
    for announcement in timeline:
        if (
            announcement.certainty != Certainty.CONFIRMED
            or announcement.kind == Kind.WITHDRAWAL
            or announcement.pk in withdrawn
        ):
            continue
        sentence = _contradiction(announcement, standing, told)
        if sentence:
            found.append((announcement, sentence))
        take_in(standing, announcement)
        told[announcement.pk or 0] = announcement
    return found


def _contradiction(
    new: Announcement, standing: Standing, told: dict[int, Announcement]
) -> str:
    subject = subject_of(new)
    name = wording.subject_in_words(new)
    status = standing.status(subject)
    show_status = standing.status(f"show:{new.show_id}")
    what = str(new.get_kind_display()).lower()

    if new.kind in ORDERS_MORE | {Kind.IN_PRODUCTION} and show_status:
        over = show_status.value in {Status.CANCELLED, Status.ENDED}
        if over and (status is show_status or not _goes_on(status)):
            return (
                f"{new.show} {_has_become(show_status)} {_since(show_status, told)}; "
                f"record “Revived” before “{new.get_kind_display()}”."
            )
    cancelled = status if status and status.value == Status.CANCELLED else None
    if cancelled and new.kind in MAKES_PROGRESS | {Kind.RELEASED}:
        return (
            f"{name} was cancelled {_since(cancelled, told)}; "
            f"record “Revived” before “{new.get_kind_display()}”."
        )
    if new.kind == Kind.REVIVED and not _is_over(status) and not _is_over(show_status):
        return f"{name} was neither cancelled nor ended, so it cannot be revived."
    out = status if status and status.value == Status.OUT else None
    # A film may be out in one country and get its date in another.
    everywhere = not new.territory and not new.platform_id
    if out and new.kind in MAKES_PROGRESS and _comes_out_once(new) and everywhere:
        return (
            f"{name} is out already ({_source(out, told)}), so “{what}” cannot come "
            "after that."
        )
    begun = status if status and status.value in BEGUN else None
    if begun and new.kind in ORDERS_MORE and _comes_out_once(new):
        return (
            f"{name} is further already ({Status(begun.value).label.lower()}: "
            f"{_source(begun, told)}), so “{what}” cannot come after that."
        )
    return _date_contradiction(new, standing, told) or _repetition(new, standing, told)


def _date_contradiction(
    new: Announcement, standing: Standing, told: dict[int, Announcement]
) -> str:
    if not new.date:
        return ""
    name = wording.subject_in_words(new)
    slot = next(value.slot for value in values(new) if value.date)
    held = standing.confirmed.get(slot)
    if new.kind == Kind.RELEASED:
        earlier = [
            a
            for a in told.values()
            if a.kind in MAKES_PROGRESS and subject_of(a) == subject_of(new)
        ]
        first = min((a.announced_on for a in earlier), default=None)
        if (
            first
            and wording.last_day(new.date, new.precision) < first
            and _comes_out_once(new)
        ):
            return (
                f"{name} cannot have come out {new.date_in_words}: it was first "
                f"announced on {wording.day(first)}."
            )
        return ""
    if wording.last_day(new.date, new.precision) < new.announced_on - timedelta(days=1):
        return (
            f"The date ({wording.period(new.date, new.precision)}) had passed when it "
            f"was announced on {wording.day(new.announced_on)}; record “Out now”."
        )
    if new.kind == Kind.DATE_MOVED:
        if held is None:
            return f"{name} has no date yet that could move; record “Date set”."
        if (held.date, held.precision, held.moment) == (
            new.date,
            new.precision,
            new.moment,
        ):
            return f"{name} already stands {new.date_in_words}; nothing has moved."
    elif held and held.date and not _refines(new, held):
        stands = wording.date_in_words(
            held.date, held.precision, held.moment, held.zone
        )
        return (
            f"{name} already has a date ({stands}, {_source(held, told)}); "
            "record “Date moved”."
        )
    return ""


def _repetition(
    new: Announcement, standing: Standing, told: dict[int, Announcement]
) -> str:
    """What says nothing but what is known; usually two people were at it at once."""
    said = values(new)
    if new.kind == Kind.LEAVES and said:
        held = standing.confirmed.get(said[0].slot)
        if held and held.value == LEFT:
            return f"{new.person} has left already ({_source(held, told)})."
        return ""
    if not said or new.kind == Kind.RELEASED or new.date:
        return ""
    held_values = [standing.confirmed.get(value.slot) for value in said]
    for value, held in zip(said, held_values, strict=True):
        if held is None or held.claim != value.claim:
            return ""
        if value.value == Status.RENEWED and new.kind == Kind.REVIVED:
            return ""
    first = held_values[0]
    if first is None:
        return ""
    if new.kind == Kind.PLATFORM_CHANGED and first.value == IN:
        # It may have been on several until now.
        return ""
    return f"That is known already ({_source(first, told)})."


def _refines(new: Announcement, held: Value) -> bool:
    """Whether a date only says more exactly what was said before."""
    if not new.date or not held.date:
        return False
    if held.precision == "minute":
        return False
    if held.precision == "day":
        return new.precision == "minute" and new.date == held.date
    return held.date <= new.date <= wording.last_day(held.date, held.precision) and (
        wording.last_day(new.date, new.precision)
        <= wording.last_day(held.date, held.precision)
        and (new.date, new.precision) != (held.date, held.precision)
    )


def _comes_out_once(announcement: Announcement) -> bool:
    """A season, part, film or special does; a series as a whole goes on."""
    return bool(announcement.season_id) or not announcement.show.has_seasons


def _is_over(status: Value | None) -> bool:
    return status is not None and status.value in {Status.CANCELLED, Status.ENDED}


def _goes_on(status: Value | None) -> bool:
    """A season that was under way when its show was cancelled."""
    return status is not None and status.value in UPCOMING


def _has_become(status: Value) -> str:
    return "was cancelled" if status.value == Status.CANCELLED else "has ended"


def _since(value: Value, told: dict[int, Announcement]) -> str:
    return f"on {wording.day(told[value.announcement_id].announced_on)}"


def _source(value: Value, told: dict[int, Announcement]) -> str:
    announcement = told[value.announcement_id]
    return f"{announcement.source_name}, {wording.day(announcement.announced_on)}"
