"""
The steps that make news public, and what a page reads off them.

`record` and `withdraw` are the only ways to write an announcement, and both write the
facts of its show anew in the same transaction.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date, datetime, time
from hashlib import sha256
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Min, Q
from django.utils import timezone

from . import contradictions, newcomers, wording
from .models import (
    NEVER,
    Announcement,
    Embargo,
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
from .querysets import AnnouncementQuerySet
from .signals import announcement_recorded
from .timeline import (
    DATE_KINDS,
    PLATFORM_KINDS,
    ROLE_KINDS,
    Kind,
    Window,
    windows,
)
from .vocabulary import Precision

__all__ = [
    "ALLOWED",
    "REQUIRED",
    "Foreseen",
    "PrintedFact",
    "Rewritten",
    "ShowFacts",
    "SubjectFacts",
    "accept",
    "foresee",
    "load",
    "move",
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
TEXTS = ("character", "job", "territory", "note")
SAID_BY_KIND = ("date", "platform", "territory", "person", "character", "job") + (
    "number",
    "trailer",
)


@dataclass(frozen=True)
class Rewritten:
    """The fact rows that a step took away and made."""

    removed: list[Fact]
    added: list[Fact]


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
    _allow(by, "shows.add_announcement", "record announcements")
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
    _refuse_contradictions(announcement, Announcement.objects.all())
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
    _allow(by, "shows.view_announcement", "propose announcements")
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
        _refuse_contradictions(announcement, known)
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
    _allow(by, "shows.withdraw_announcement", "withdraw announcements")
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
    before = {pk: _contradicting(show) for pk, show in shows.items()}
    Announcement.objects.filter(pk__in=[each.pk for each in moved]).hold_until(to, now)
    sentences = [
        f"{announcement}: {sentence}"
        for pk, show in shows.items()
        for announcement, sentence in contradictions.find(_news_of(show))
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


def rewrite(show: Show, of: Iterable[Announcement] | None = None) -> Rewritten:
    """
    Make the facts of a show what its announcements say, future steps included.

    Rows that are right already stay, so writing twice changes nothing.
    """
    announcements = show.announcements.all() if of is None else of
    wanted = {
        _columns(fact): fact
        for fact in facts_of(
            show.pk,
            windows(announcements, dict(show.seasons.values_list("pk", "number"))),
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
        Announcement.objects.filter(
            public_from__gt=after, public_from__lt=NEVER
        ).aggregate(Min("public_from")),
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
    digest = sha256(
        json.dumps([show.pk, kind, source_name, stored], sort_keys=True).encode()
    ).hexdigest()
    proposal, _ = Proposal.objects.get_or_create(
        digest=digest,
        defaults={
            "kind": kind,
            "show": show,
            "value": stored,
            "words": _proposed_words(kind, show, value)[:300],
            "source_name": source_name,
            "source_url": source_url,
            "proposed_by_id": by.pk if by else None,
        },
    )
    return proposal


def _proposed_words(kind: str, show: Show, value: dict[str, Any]) -> str:
    """As the announcement would read, of rows that may not exist yet."""
    said = {name: item for name, item in value.items() if name not in newcomers.NAMED}
    if name := value.get("person_name"):
        said["person"] = Person(name=name)
    if title := value.get("trailer_title"):
        said["trailer"] = Trailer(show=show, title=title)
    words = str(Announcement(kind=kind, show=show, **said))
    number = value.get("season_number")
    if number is None:
        return words
    return f"{Season(show=show, number=number).name.capitalize()}: {words}"


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    by: AbstractUser,
    certainty: str | None = None,
    said: dict[str, Any] | None = None,
) -> Announcement:
    """
    Record what was proposed, as sure as the editor who accepts it is, or what the
    editor makes of it: `said` holds the arguments of `record`.
    """
    _allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    if said is None:
        said = proposed(proposal)
        said.setdefault("announced_on", timezone.localdate(proposal.proposed_at))
    if certainty:
        said["certainty"] = certainty
    announcement = record(by=by, **said)
    proposal.announcement = announcement
    _decide(proposal, Proposal.State.ACCEPTED, by)
    return announcement


def proposed(proposal: Proposal) -> dict[str, Any]:
    """The arguments of `record` that a proposal holds."""
    return {
        **{name: _from_json(name, item) for name, item in proposal.value.items()},
        "kind": proposal.kind,
        "show": proposal.show,
        "source_name": proposal.source_name,
        "source_url": proposal.source_url,
    }


@transaction.atomic
def refuse(proposal: Proposal, *, by: AbstractUser, reason: str = "") -> Proposal:
    """A person who proposed something is told why not; an import is not."""
    _allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    if proposal.proposed_by_id and not reason.strip():
        name = proposal.proposed_by
        raise ValidationError({"reason": f"Say why; {name} will read it."})
    proposal.refused_because = reason.strip()
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
    "embargo": Embargo,
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


def _refuse_contradictions(new: Announcement, known: AnnouncementQuerySet) -> None:
    others = list(known.filter(show=new.show).select_related("show", "season"))
    before = {announcement.pk for announcement, _ in contradictions.find(others)}
    sentences = []
    for announcement, sentence in contradictions.find([*others, new]):
        if announcement is new:
            sentences.append(sentence)
        elif announcement.pk not in before:
            sentences.append(f"Then {announcement} would be wrong: {sentence}")
    if sentences:
        raise ValidationError(sentences)


def _contradicting(show: Show) -> set[int]:
    return {announcement.pk for announcement, _ in contradictions.find(_news_of(show))}


def _news_of(show: Show) -> list[Announcement]:
    return list(Announcement.objects.filter(show=show).select_related("show", "season"))


# Parts of the steps


def _allow(by: AbstractUser, permission: str, verb: str) -> None:
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


COLUMNS = [
    field.attname for field in Fact._meta.concrete_fields if not field.primary_key
]


def _columns(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in COLUMNS)
