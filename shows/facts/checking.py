"""Whether an announcement says what its kind needs, and agrees with what is known."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone

from .. import contradictions, wording
from ..models import Announcement, Show
from ..news_querysets import AnnouncementQuerySet
from ..timeline import DATE_KINDS, PLATFORM_KINDS, ROLE_KINDS, Kind
from ..vocabulary import Precision

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


def refuse_contradictions(new: Announcement, known: AnnouncementQuerySet) -> None:
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


def contradicting(show: Show) -> set[int]:
    return {announcement.pk for announcement, _ in contradictions.find(news_of(show))}


def news_of(show: Show) -> list[Announcement]:
    return list(Announcement.objects.filter(show=show).select_related("show", "season"))
