"""
The steps that make news public, and what a page reads off them.

`record` and `withdraw` are the only ways to write an announcement, and both write the
facts of its show anew in the same transaction.
"""

import json
from dataclasses import dataclass
from datetime import date as Date, datetime, time
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Min
from django.utils import timezone

from . import contradictions, wording
from .models import (
    Announcement,
    Fact,
    Person,
    Platform,
    Proposal,
    Season,
    SeasonPart,
    Show,
    Trailer,
)
from .printing import (
    PrintedFact,
    ShowFacts,
    SubjectFacts,
    load,
    release_of,
    status_of,
)
from .signals import announcement_recorded
from .timeline import (
    DATE_KINDS,
    PLATFORM_KINDS,
    ROLE_KINDS,
    Kind,
    Window,
    windows,
)
from .vocabulary import Certainty, Precision

__all__ = [
    "ALLOWED",
    "REQUIRED",
    "PrintedFact",
    "Rewritten",
    "ShowFacts",
    "SubjectFacts",
    "accept",
    "load",
    "next_change",
    "propose",
    "record",
    "refuse",
    "release_of",
    "rewrite",
    "status_of",
    "withdraw",
]

# What each kind of announcement must and may say, beyond what all of them say.
REQUIRED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(Kind, ()),
    **dict.fromkeys(DATE_KINDS, ("date",)),
    **dict.fromkeys(PLATFORM_KINDS, ("platform",)),
    **dict.fromkeys(ROLE_KINDS, ("person",)),
    Kind.EPISODE_COUNT: ("number",),
    Kind.TRAILER_OUT: ("trailer",),
}
ALLOWED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(Kind, ()),
    Kind.ANNOUNCED: ("date", "number"),
    Kind.RENEWED: ("date", "number"),
    Kind.REVIVED: ("date", "number"),
    **dict.fromkeys(DATE_KINDS, ("date", "platform", "territory")),
    Kind.RELEASED: ("date", "platform", "territory"),
    **dict.fromkeys(PLATFORM_KINDS, ("platform", "territory")),
    **dict.fromkeys(ROLE_KINDS, ("person", "character", "job")),
    Kind.EPISODE_COUNT: ("number",),
    Kind.TRAILER_OUT: ("trailer",),
}
NEEDS_IN_WORDS = {
    "date": "Say when, and how precisely that is known.",
    "platform": "Name the platform.",
    "person": "Name the person.",
    "number": "Say how many episodes.",
    "trailer": "Choose the trailer.",
}
SAID_BY_KIND = ("date", "platform", "territory", "person", "character", "job") + (
    "number",
    "trailer",
)


@dataclass(frozen=True)
class Rewritten:
    """The fact rows that a step took away and made."""

    removed: list[Fact]
    added: list[Fact]


@transaction.atomic
def record(
    *,
    by: AbstractUser,
    kind: str,
    show: Show,
    source_name: str,
    announced_on: Date,
    season: Season | None = None,
    part: SeasonPart | None = None,
    person: Person | None = None,
    character: str = "",
    job: str = "",
    platform: Platform | None = None,
    territory: str = "",
    date: Date | None = None,
    precision: str = "",
    moment: datetime | None = None,
    zone: str = "",
    number: int | None = None,
    trailer: Trailer | None = None,
    certainty: str = Certainty.CONFIRMED,
    public_from: datetime | None = None,
    source_url: str = "",
    note: str = "",
) -> Announcement:
    """
    Make one piece of news part of the record, and the facts agree with it.

    Without `public_from` readers may know at once or, where the news is older than
    today, from the beginning of the day it was announced. To the minute, give `moment`
    and `zone`; the day there follows.
    """
    _allow(by, "shows.add_announcement", "record announcements")
    _lock(show)
    announcement = Announcement(
        kind=kind,
        show=show,
        season=season,
        part=part,
        person=person,
        character=character.strip(),
        job=job.strip(),
        platform=platform,
        territory=territory.upper(),
        date=date,
        precision=precision,
        moment=moment,
        zone=zone,
        number=number,
        trailer=trailer,
        certainty=certainty,
        announced_on=announced_on,
        public_from=public_from or _public_on(announced_on),
        source_name=source_name.strip(),
        source_url=source_url,
        note=note.strip(),
        recorded_by_id=by.pk,
    )
    _settle_date(announcement)
    check(announcement)
    _refuse_contradictions(announcement)
    return _add(announcement)


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
    facts are what they would be without it.
    """
    _allow(by, "shows.withdraw_announcement", "withdraw announcements")
    _lock(announcement.show)
    if announcement.kind == Kind.WITHDRAWAL:
        raise ValidationError(
            "A withdrawal cannot be withdrawn; record the announcement once more."
        )
    if Announcement.objects.filter(withdraws=announcement).exists():
        raise ValidationError("This announcement was withdrawn already.")
    if not reason.strip():
        raise ValidationError({"note": "Say why it is withdrawn."})
    now = timezone.now()
    return _add(
        Announcement(
            kind=Kind.WITHDRAWAL,
            show=announcement.show,
            season=announcement.season,
            part=announcement.part,
            withdraws=announcement,
            announced_on=timezone.localdate(now),
            public_from=public_from or now,
            source_name=by.get_full_name() or by.get_username(),
            note=reason.strip(),
            recorded_by_id=by.pk,
        )
    )


def rewrite(show: Show) -> Rewritten:
    """
    Make the facts of a show what its announcements say, future steps included.

    Rows that are right already stay, so writing twice changes nothing.
    """
    wanted = {
        _columns(fact): fact
        for fact in facts_of(
            show.pk,
            windows(
                show.announcements.all(), dict(show.seasons.values_list("pk", "number"))
            ),
        )
    }
    stored = {_columns(fact): fact for fact in show.facts.all()}
    removed = [fact for key, fact in stored.items() if key not in wanted]
    added = [fact for key, fact in wanted.items() if key not in stored]
    if removed:
        Fact.objects.filter(pk__in=[fact.pk for fact in removed]).delete()
    Fact.objects.bulk_create(added)
    return Rewritten(removed, added)


def facts_of(show_id: int, runs: list[Window]) -> list[Fact]:
    """The windows of one show as rows, not saved."""
    return [
        Fact(
            show_id=show_id,
            season_id=run.value.season_id,
            part_id=run.value.part_id,
            field=run.value.field,
            slot=run.value.slot,
            value=run.value.value,
            date=run.value.date,
            precision=run.value.precision,
            moment=run.value.moment,
            zone=run.value.zone,
            number=run.value.number,
            platform_id=run.value.platform_id,
            territory=run.value.territory,
            trailer_id=run.value.trailer_id,
            person_id=run.value.person_id,
            character=run.value.character,
            job=run.value.job,
            certainty=run.value.certainty,
            announcement_id=run.value.announcement_id,
            is_leading=run.is_leading,
            valid_from=run.valid_from,
            valid_until=run.valid_until,
        )
        for run in runs
    ]


def next_change(after: datetime) -> datetime | None:
    """The earliest coming moment at which some fact or timeline reads differently."""
    moments = [
        Fact.objects.filter(valid_from__gt=after).aggregate(Min("valid_from")),
        Fact.objects.filter(valid_until__gt=after).aggregate(Min("valid_until")),
        Announcement.objects.filter(public_from__gt=after).aggregate(
            Min("public_from")
        ),
    ]
    coming = [moment for found in moments for moment in found.values() if moment]
    return min(coming, default=None)


# Proposals


def propose(
    *,
    kind: str,
    show: Show,
    source_name: str,
    source_url: str = "",
    by: AbstractUser | None = None,
    **value: Any,
) -> Proposal:
    """Suggest an announcement to the editors; the same one twice is one proposal."""
    if by is not None:
        _allow(by, "shows.view_announcement", "propose announcements")
    stored = {name: _to_json(item) for name, item in value.items() if item}
    words = str(Announcement(kind=kind, show=show, **value))
    digest = sha256(
        json.dumps([show.pk, kind, source_name, stored], sort_keys=True).encode()
    ).hexdigest()
    proposal, _ = Proposal.objects.get_or_create(
        digest=digest,
        defaults={
            "kind": kind,
            "show": show,
            "value": stored,
            "words": words[:300],
            "source_name": source_name,
            "source_url": source_url,
            "proposed_by_id": by.pk if by else None,
        },
    )
    return proposal


@transaction.atomic
def accept(
    proposal: Proposal, *, by: AbstractUser, certainty: str | None = None
) -> Announcement:
    """Record what was proposed, as sure as the editor who accepts it is."""
    _allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    value = {name: _from_json(name, item) for name, item in proposal.value.items()}
    if certainty:
        value["certainty"] = certainty
    value.setdefault("announced_on", timezone.localdate(proposal.proposed_at))
    announcement = record(
        by=by,
        kind=proposal.kind,
        show=proposal.show,
        source_name=proposal.source_name,
        source_url=proposal.source_url,
        **value,
    )
    proposal.announcement = announcement
    _decide(proposal, Proposal.State.ACCEPTED, by)
    return announcement


@transaction.atomic
def refuse(proposal: Proposal, *, by: AbstractUser) -> Proposal:
    _allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    _decide(proposal, Proposal.State.REFUSED, by)
    return proposal


def _open(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != Proposal.State.OPEN:
        raise ValidationError("Somebody has decided this proposal already.")
    return locked


def _decide(proposal: Proposal, state: str, by: AbstractUser) -> None:
    proposal.state = state
    proposal.decided_by_id = by.pk
    proposal.decided_at = timezone.now()
    proposal.save()


ROWS: dict[str, type[models.Model]] = {
    "season": Season,
    "part": SeasonPart,
    "person": Person,
    "platform": Platform,
    "trailer": Trailer,
}


def _to_json(item: Any) -> Any:
    if isinstance(item, models.Model):
        return item.pk
    return item.isoformat() if isinstance(item, Date) else item


def _from_json(name: str, item: Any) -> Any:
    if name in ROWS:
        try:
            return ROWS[name]._base_manager.get(pk=item)
        except ROWS[name].DoesNotExist:  # type: ignore[attr-defined]
            raise ValidationError(f"The {name} it names is no longer here.") from None
    if name in {"date", "announced_on"}:
        return Date.fromisoformat(item)
    if name in {"moment", "public_from"}:
        return datetime.fromisoformat(item)
    return item


# Checks


def check(announcement: Announcement) -> None:
    """Whether it says what its kind needs, and nothing it cannot mean."""
    errors: dict[str, list[str]] = {}
    try:
        announcement.full_clean(
            exclude=["public_from"], validate_constraints=False, validate_unique=False
        )
    except ValidationError as error:
        errors = error.message_dict
    kind = announcement.kind
    if kind not in Kind.values or kind == Kind.WITHDRAWAL:
        raise ValidationError(errors or {"kind": "Choose what happened."})
    for name in REQUIRED[kind]:
        if getattr(announcement, name) in (None, "", 0):
            errors.setdefault(name, []).append(NEEDS_IN_WORDS[name])
    what = str(Kind(kind).label)
    for name in SAID_BY_KIND:
        if name not in ALLOWED[kind] and getattr(announcement, name) not in (None, ""):
            errors.setdefault(name, []).append(f"“{what}” does not say this.")
    for name, sentence in _mismatches(announcement):
        errors.setdefault(name, []).append(sentence)
    if errors:
        raise ValidationError(errors)


def _mismatches(new: Announcement) -> list[tuple[str, str]]:
    found = []
    if new.show.merged_into_id:
        found.append(("show", f"“{new.show}” was merged into another show."))
    if new.season and new.season.show_id != new.show_id:
        found.append(("season", f"This season is not one of “{new.show}”."))
    if new.part and new.part.season_id != new.season_id:
        found.append(("part", "This part is not one of that season."))
    if new.trailer and new.trailer.show_id != new.show_id:
        found.append(("trailer", f"This trailer is not one of “{new.show}”."))
    if new.kind == Kind.RENEWED and not new.show.has_seasons:
        found.append(("kind", f"A {new.show.kind} is announced, not renewed."))
    if new.character and new.job:
        found.append(("job", "Give the character or the job, not both."))
    if new.date and not new.precision:
        found.append(("precision", "Say how precisely the date is known."))
    if new.precision and not new.date:
        found.append(("date", "Say when, or leave the precision empty."))
    if new.precision == Precision.MINUTE and not (new.moment and new.zone):
        found.append(("zone", "To the minute, a date needs its time and its zone."))
    if new.zone and new.zone not in available_timezones():
        found.append(("zone", f"“{new.zone}” is no time zone; one is Asia/Seoul."))
    if new.territory and not (len(new.territory) == 2 and new.territory.isalpha()):
        found.append(("territory", "Two letters of a country, as KR or US."))
    if new.announced_on is not None:
        known = timezone.localdate(new.public_from)
        if new.announced_on > known and (new.announced_on - known).days > 1:
            sentence = "Readers cannot know it before it is announced."
            found.append(("public_from", sentence))
        if new.kind == Kind.RELEASED and new.date and _days_after(new) > 1:
            day = wording.day(new.announced_on)
            found.append(("date", f"It cannot have been out on {day} already."))
    return found


def _days_after(new: Announcement) -> int:
    return (new.date - new.announced_on).days if new.date else 0


def _refuse_contradictions(new: Announcement) -> None:
    known = list(
        Announcement.objects.filter(show=new.show).select_related("show", "season")
    )
    before = {announcement.pk for announcement, _ in contradictions.find(known)}
    sentences = []
    for announcement, sentence in contradictions.find([*known, new]):
        if announcement is new:
            sentences.append(sentence)
        elif announcement.pk not in before:
            sentences.append(f"Then {announcement} would be wrong: {sentence}")
    if sentences:
        raise ValidationError(sentences)


# Parts of the steps


def _allow(by: AbstractUser, permission: str, verb: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not {verb}.")


def _lock(show: Show) -> None:
    """One at a time per show, so that two recordings cannot contradict each other."""
    Show.objects.select_for_update().get(pk=show.pk)


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


COLUMNS = [
    field.attname for field in Fact._meta.concrete_fields if not field.primary_key
]


def _columns(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in COLUMNS)
