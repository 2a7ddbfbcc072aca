"""The steps that make news public: `record`, `withdraw`, `move`, and a look ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date, datetime, time
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import contradictions, newcomers
from ..models import (
    NEVER,
    Announcement,
    Embargo,
    Fact,
    Person,
    Platform,
    Season,
    SeasonPart,
    Show,
    Trailer,
)
from ..signals import announcement_recorded
from ..timeline import Kind
from ..vocabulary import Precision
from .checking import check, contradicting, news_of, refuse_contradictions
from .rewriting import Rewritten, rewrite

TEXTS = ("character", "job", "territory", "note")


class Said(TypedDict, total=False):
    """What an announcement may say; `facts.ALLOWED` tells which kind says what."""

    season: Season | None
    part: SeasonPart | None
    person: Person | None
    character: str
    job: str
    platform: Platform | None
    territory: str
    date: Date | None
    precision: str
    moment: datetime | None
    zone: str
    number: int | None
    trailer: Trailer | None
    certainty: str
    # When readers may know. Neither: at once.
    public_from: datetime | None
    embargo: Embargo | None
    source_url: str
    note: str
    # Instead of rows, what `newcomers.bring_in` finds or makes them by.
    season_number: int
    part_number: int
    person_name: str
    trailer_address: str
    trailer_title: str


@transaction.atomic
def record(
    *,
    by: AbstractUser,
    kind: str,
    show: Show,
    source_name: str,
    announced_on: Date,
    **said: Unpack[Said],
) -> Announcement:
    """
    Make one piece of news part of the record, and the facts agree with it.

    Without `public_from` readers may know at once or, where the news is older than
    today, from the beginning of the day it was announced; under an embargo, when that
    lifts. To the minute, give `moment` and `zone`; the day there follows.
    """
    allow(by, "shows.add_announcement", "record announcements")
    _lock([show], said.get("embargo"))
    announcement, _ = _compose(
        dict(said),
        kind=kind,
        show=show,
        source_name=source_name,
        announced_on=announced_on,
        recorded_by_id=by.pk,
    )
    check(announcement)
    refuse_contradictions(announcement, Announcement.objects.all())
    return _add(announcement)


@dataclass(frozen=True)
class Foreseen:
    """What recording an announcement would do. None of these rows was kept."""

    announcement: Announcement
    rewritten: Rewritten
    # What holds about the show at the moment readers learn of it, without and with it.
    before: list[Fact]
    after: list[Fact]
    # What would be added to the catalogue, in sentences.
    made: list[str]


@contextmanager
def foresee(
    *, by: AbstractUser, kind: str, show: Show, source_name: str, **said: Any
) -> Iterator[Foreseen]:
    """
    Look at what `record` would do, or be refused with what it would refuse.

    Inside the `with` block everything stands as it would; afterwards nothing of it
    does. Whoever may not know of other news under embargo is neither told nor refused
    by it.
    """
    allow(by, "shows.view_announcement", "propose announcements")
    with transaction.atomic():
        _lock([show], said.get("embargo"))
        known = Announcement.objects.known_to(by, timezone.now())
        rewrite(show, known.filter(show=show))
        announcement, made = _compose(
            said,
            kind=kind,
            show=show,
            source_name=source_name,
            recorded_by_id=by.pk,
        )
        check(announcement)
        refuse_contradictions(announcement, known)
        at = max(announcement.public_from, timezone.now())
        before = list(Fact.objects.at(at).about(show).for_cast())
        announcement.save()
        known = Announcement.objects.filter(Q(pk=announcement.pk) | Q(pk__in=known))
        rewritten = rewrite(show, known.filter(show=show))
        after = list(Fact.objects.at(at).about(show).for_cast())
        yield Foreseen(announcement, rewritten, before, after, made)
        transaction.set_rollback(True)


@transaction.atomic
def withdraw(
    announcement: Announcement,
    *,
    by: AbstractUser,
    reason: str,
    public_from: datetime | None = None,
) -> Announcement:
    """
    Take a mistake back. Both it and its withdrawal stay on record; from now on the
    facts are what they would be without it. What readers do not know yet they never
    learn, nor that it was withdrawn.
    """
    allow(by, "shows.withdraw_announcement", "withdraw announcements")
    _lock([announcement.show])
    announcement.refresh_from_db(fields=["public_from"])
    if announcement.kind == Kind.WITHDRAWAL:
        raise ValidationError(
            "A withdrawal cannot be withdrawn; record the announcement once more."
        )
    if Announcement.objects.filter(withdraws=announcement).exists():
        raise ValidationError("This announcement was withdrawn already.")
    if not reason.strip():
        raise ValidationError({"note": "Say why it is withdrawn."})
    now = timezone.now()
    if announcement.public_from > now:
        Announcement.objects.filter(pk=announcement.pk).hold_until(NEVER, now)
        announcement.public_from = public_from = NEVER
    return _add(
        Announcement(
            kind=Kind.WITHDRAWAL,
            show=announcement.show,
            season=announcement.season,
            part=announcement.part,
            embargo=announcement.embargo,
            withdraws=announcement,
            announced_on=timezone.localdate(now),
            public_from=public_from or now,
            source_name=by.get_full_name() or by.get_username(),
            note=reason.strip(),
            recorded_by_id=by.pk,
        )
    )


@transaction.atomic
def move(announcements: Iterable[Announcement], to: datetime) -> list[Announcement]:
    """
    Let readers know of some news at another moment, and the facts agree with it.

    Only news that readers do not know yet can move; what they know stays. Part of the
    steps of `shows.embargoes`, which ask who may. Returns what was moved.
    """
    now = timezone.now()
    shows = {each.show_id: each.show for each in announcements}
    _lock(shows.values())
    keys = [each.pk for each in announcements]
    moving = Announcement.objects.filter(pk__in=keys, public_from__gt=now)
    moved = list(moving.select_related("show", "season", "part"))
    before = {pk: contradicting(show) for pk, show in shows.items()}
    Announcement.objects.filter(pk__in=[each.pk for each in moved]).hold_until(to, now)
    sentences = [
        f"{announcement}: {sentence}"
        for pk, show in shows.items()
        for announcement, sentence in contradictions.find(news_of(show))
        if announcement.pk not in before[pk]
    ]
    if sentences:
        raise ValidationError(sentences)
    rewritten = {pk: rewrite(show) for pk, show in shows.items()}
    for announcement in moved:
        announcement.public_from = to
        announcement_recorded.send(
            sender=Announcement,
            announcement=announcement,
            rewritten=rewritten[announcement.show_id],
        )
    return moved


# Parts of the steps


def allow(by: AbstractUser, permission: str, verb: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not {verb}.")


def _lock(shows: Iterable[Show], embargo: Embargo | None = None) -> None:
    """
    One at a time per show, so that two recordings cannot contradict each other. The
    embargo first, which may not move meanwhile, and several shows in one order, so that
    two steps cannot wait for each other.
    """
    if embargo:
        embargo.refresh_from_db(from_queryset=Embargo.objects.select_for_update())
    keys = {show.pk for show in shows}
    locked = Show.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    list(locked.values_list("pk"))


def _compose(said: dict[str, Any], **told: Any) -> tuple[Announcement, list[str]]:
    """
    An announcement, not saved, and what was added to the catalogue for it. Of texts,
    what is not said is empty.
    """
    said, made = newcomers.bring_in(told["show"], said)
    for name in TEXTS:
        if name in said:
            said[name] = said[name].strip()
    said["territory"] = said.get("territory", "").upper()
    if embargo := said.get("embargo"):
        said["public_from"] = _lift_of(embargo)
    elif not said.get("public_from"):
        said["public_from"] = _public_on(
            said.get("announced_on") or told["announced_on"]
        )
    told["source_name"] = told["source_name"].strip()
    announcement = Announcement(**said, **told)
    _settle_date(announcement)
    return announcement, made


def _lift_of(embargo: Embargo) -> datetime:
    """When it lifts; its row is locked."""
    if embargo.cancelled_at:
        raise ValidationError({"embargo": f"“{embargo}” was cancelled."})
    if embargo.lifts_at <= timezone.now():
        raise ValidationError(
            {"embargo": f"“{embargo}” has lifted already; readers may know at once."}
        )
    return embargo.lifts_at


def _add(announcement: Announcement) -> Announcement:
    announcement.save()
    rewritten = rewrite(announcement.show)
    announcement_recorded.send(
        sender=Announcement, announcement=announcement, rewritten=rewritten
    )
    return announcement


def _public_on(announced_on: Date) -> datetime:
    now = timezone.now()
    if announced_on >= timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(announced_on, time.min))


def _settle_date(announcement: Announcement) -> None:
    """Keep periods by their first day, and a minute by the day where it was given."""
    if announcement.precision == Precision.MINUTE:
        if announcement.moment and announcement.zone in available_timezones():
            local = announcement.moment.astimezone(ZoneInfo(announcement.zone))
            announcement.date = local.date()
        return
    if announcement.date is None:
        return
    first = announcement.date.replace(day=1)
    if announcement.precision == Precision.MONTH:
        announcement.date = first
    elif announcement.precision == Precision.QUARTER:
        announcement.date = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    elif announcement.precision == Precision.YEAR:
        announcement.date = first.replace(month=1)
