"""
"What happened?": what a piece of news would change, recording it, and its story.

`foresee` looks, `record` does; in between a person reads what the one has found.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from articles import content as contents, publishing
from articles.body.sanitising import sanitise
from articles.body.usual_parts import parts_of
from articles.models import Article, Section, TaggedArticle, Version
from articles.permissions import may_publish
from authors.models import Author, User
from images.models import Image
from shows import facts, newcomers, wording
from shows.models import Announcement, Credit, Fact, Proposal, Season, Show
from shows.printing import LABELS
from shows.vocabulary import Certainty

from .impact import Impact, foresee as foresee_impact
from .knowing import credits_of

Kind = Announcement.Kind


@dataclass(frozen=True)
class Change:
    """One thing that is known, before and after; either may be empty."""

    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Outlook:
    """What recording a piece of news would do, for reading."""

    sentence: str
    made: list[str]
    changes: list[Change]
    known_from: datetime
    is_public_at_once: bool
    stands_beside: bool
    # The pages and sentences that it concerns.
    impact: Impact
    # Live stories of their day that may have known it before it was recorded.
    told_before: list[Version]

    @property
    def digest(self) -> str:
        """Differs whenever anything that this page says would differ."""
        seen = [
            self.sentence,
            self.made,
            [(change.about, change.before, change.after) for change in self.changes],
            "" if self.is_public_at_once else self.known_from.isoformat(),
            self.impact.sentence,
            [version.pk for version in self.told_before],
        ]
        return sha256(json.dumps(seen).encode()).hexdigest()


@dataclass(frozen=True)
class Recorded:
    """An announcement or, from whoever may not make it public, its proposal."""

    announcement: Announcement | None
    proposal: Proposal | None
    story: Article | None


def may_record(user: User) -> bool:
    """Make news public; whoever works at the desk may propose it."""
    return user.has_perm("shows.add_announcement")


def may_propose(user: User) -> bool:
    return user.has_perm("shows.view_announcement")


def foresee(said: dict[str, Any], *, by: User) -> Outlook:
    """
    What recording this would change; nothing of it is kept. Raises `ValidationError`
    for what `record` would refuse.
    """
    # Without what the news itself reveals: not everybody here may be told of that.
    known = Credit.objects.known_to(by, timezone.now())
    credits = credits_of(said["show"], known)
    with facts.foresee(by=by, **said) as seen:
        news = seen.announcement
        return Outlook(
            sentence=in_words(news),
            made=seen.made,
            changes=_changes(seen.before, seen.after),
            known_from=news.public_from,
            is_public_at_once=news.public_from <= timezone.now(),
            stands_beside=news.certainty != Certainty.CONFIRMED,
            impact=foresee_impact(
                news,
                by=by,
                at=timezone.now(),
                known=Announcement.objects.known_to(by, timezone.now())
                .filter(show=news.show_id)
                .for_timeline(),
                credits=credits,
            ),
            told_before=_told_before(seen, by) if may_record(by) else [],
        )


def _told_before(seen: facts.Foreseen, by: User) -> list[Version]:
    now, news = timezone.now(), seen.announcement
    changed = [*seen.rewritten.added, *seen.rewritten.removed]
    if news.public_from > now or not changed:
        return []
    fields = {fact.field for fact in changed}
    told = publishing.told_before(news, fields, now)
    return list(told.filter(article__in=Article.objects.visible_to(by, now)))


@transaction.atomic
def record(
    said: dict[str, Any],
    *,
    by: User,
    proposal: Proposal | None = None,
    headline: str | None = None,
    section: Section | None = None,
    knew: Iterable[Article] = (),
) -> Recorded:
    """
    Make a piece of news public or, for whoever may not, propose it to the editors.

    `proposal` is the one that an editor accepts by it. With a `headline`, which may be
    empty, its story is started too. `knew` are the stories that told it before.
    """
    announcement, proposed = None, None
    if not may_record(by):
        if proposal:
            raise PermissionDenied("Only editors accept proposals.")
        proposed = facts.propose(by=by, **said)
    elif proposal:
        announcement = facts.accept(proposal, by=by, said=said)
    else:
        announcement = facts.record(by=by, **said)
    if announcement:
        for article in knew:
            publishing.knew_already(article, announcement, by=by)
    story = None
    if headline is not None:
        story = start_story(
            announcement or _unsaved(said), by=by, headline=headline, section=section
        )
    return Recorded(announcement, proposed, story)


def start_story(
    news: Announcement, *, by: User, headline: str = "", section: Section | None = None
) -> Article:
    """
    A news draft that has all that the announcement says: source, show, season, people,
    tags, the picture of the show, and the usual parts of a news story to write around.
    """
    headline = " ".join(headline.split()) or suggest_headline(news)
    article = publishing.start(by=by, headline=headline)
    season = news.season if news.season_id else None
    section = section or _usual_section(news.show)
    content = contents.empty() | {
        "headline": headline,
        "section": section.pk if section else None,
        "lead_image": _picture_of(news.show),
        "shows": [_row(show=news.show_id, is_primary=True)],
        "seasons": [season.pk] if season else [],
        "people": [news.person_id] if news.person_id else [],
        "tags": _usual_tags(news.show),
        "sources": [
            _row(
                name=news.source_name,
                url=news.source_url,
                published_on=news.announced_on.isoformat(),
            )
        ],
        "bylines": [
            _row(author=author.pk, role="writer")
            for author in Author.objects.filter(user=by)[:1]
        ],
        "body": sanitise(f"<p>{escape(_opening(news))}</p>")
        + parts_of(
            Article.Kind.NEWS,
            shows=[news.show_id],
            seasons=[season.pk] if season else [],
        ),
    }
    publishing.save_version(article, content, by=by, note="Started from the news")
    if news.embargo and may_publish(by):
        publishing.put_under(article, news.embargo, by=by)
    return article


def confirm_release(fact: Fact, *, by: User, at: datetime) -> Announcement:
    """Say that something came out on the date that was announced for it."""
    announced = fact.announcement
    return facts.record(
        by=by,
        kind=Kind.RELEASED,
        show=fact.show,
        season=fact.season,
        part=fact.part,
        platform=fact.platform,
        territory=fact.territory,
        date=fact.date,
        precision=fact.precision,
        moment=fact.moment,
        zone=fact.zone,
        source_name=announced.source_name,
        source_url=announced.source_url,
        announced_on=timezone.localdate(at),
        note=f"{by} confirmed that it came out as announced.",
    )


# In words


HEADLINES: dict[str, str] = {
    Kind.ANNOUNCED: "{it} is announced",
    Kind.RENEWED: "{show} is renewed{for_season}",
    Kind.REVIVED: "{show} is brought back{for_season}",
    Kind.IN_PRODUCTION: "{it} is in production",
    Kind.WRAPPED: "{it} has finished filming",
    Kind.DATE_SET: "{it} comes out {when}",
    Kind.DATE_MOVED: "{it} moves to {period}",
    Kind.TRAILER_OUT: "The trailer of {it} is out",
    Kind.RELEASED: "{it} is out now",
    Kind.ENDED: "{it} has ended",
    Kind.CANCELLED: "{it} is cancelled",
    Kind.PLATFORM_ADDED: "{it} comes to {platform}",
    Kind.PLATFORM_CHANGED: "{it} moves to {platform}",
    Kind.PLATFORM_LEFT: "{it} leaves {platform}",
    Kind.EPISODE_COUNT: "{it} will have {number} episodes",
    Kind.JOINS: "{person} joins {it}",
    Kind.LEAVES: "{person} leaves {it}",
}
ATTRIBUTED = {
    Certainty.REPORTED: "{source} reports: {said}",
    Certainty.RUMOURED: "Rumour: {said}",
    Certainty.DENIED: "{source} denies: {said}",
}


def suggest_headline(news: Announcement) -> str:
    """What a headline could say; the writer has the last word."""
    it = str(news.show)
    if news.season:
        it = f"{it} {news.season.name}"
    said = HEADLINES[news.kind].format(
        it=it,
        show=news.show,
        for_season=f" for {news.season.name}" if news.season else "",
        when=news.date_in_words,
        period=wording.period(news.date, news.precision, news.moment, news.zone),
        platform=news.platform,
        number=news.number,
        person=news.person,
    )
    if news.certainty == Certainty.CONFIRMED:
        return said
    return ATTRIBUTED[Certainty(news.certainty)].format(
        source=news.source_name, said=said
    )


def _opening(news: Announcement) -> str:
    """A first sentence that says no more than the source did."""
    day = wording.day(news.announced_on)
    said = suggest_headline(news)
    if news.certainty != Certainty.CONFIRMED:
        return f"{said}, on {day}."
    return f"{said}, {news.source_name} announced on {day}."


def in_words(news: Announcement) -> str:
    """All of Us Are Dead, season 2: Renewed. Confirmed, Netflix, 6 June 2022."""
    return (
        f"{wording.subject_in_words(news)}: {news}. {news.get_certainty_display()}, "
        f"{news.source_name}, {wording.day(news.announced_on)}."
    )


def _changes(before: list[Fact], after: list[Fact]) -> list[Change]:
    """What differs, thing by thing, in the order of a facts table."""
    was, will = _by_thing(before), _by_thing(after)
    return [
        Change(about, was.get(about, ""), will.get(about, ""))
        for about in dict.fromkeys([*was, *will])
        if was.get(about) != will.get(about)
    ]


def _by_thing(rows: list[Fact]) -> dict[str, str]:
    """What is said of each thing, what is confirmed first."""
    said: dict[str, list[str]] = {}
    for fact in sorted(rows, key=lambda fact: (not fact.is_leading, fact.slot)):
        words = wording.fact_in_words(fact)
        if fact.field == Fact.Field.ROLE:
            words = "left" if fact.value == "left" else "in it"
        if fact.certainty != Certainty.CONFIRMED:
            who = fact.announcement.source_name
            words = f"{words} ({fact.get_certainty_display().lower()}, {who})"
        said.setdefault(_thing(fact), []).append(words)
    return {about: "; ".join(dict.fromkeys(words)) for about, words in said.items()}


def _thing(fact: Fact) -> str:
    subject = fact.part or fact.season
    about = LABELS[fact.field]
    if fact.field == Fact.Field.ROLE:
        about = wording.role_in_words(fact)
    if fact.field == Fact.Field.RELEASE_DATE and fact.territory:
        about = f"{about} ({fact.territory})"
    return f"{subject.name.capitalize()}: {about}" if subject else about


# What the story starts with


def _unsaved(said: dict[str, Any]) -> Announcement:
    """What a proposal says, as far as it names rows that exist."""
    named = {name: value for name, value in said.items() if name not in newcomers.NAMED}
    number = said.get("season_number")
    if number is not None:
        show: Show = said["show"]
        named["season"] = show.seasons.filter(number=number).first() or Season(
            show=show, number=number
        )
    return Announcement(**named)


def _row(**values: Any) -> dict[str, Any]:
    return {"uid": str(uuid.uuid4()), **values}


def _picture_of(show: Show) -> int | None:
    """The wide one or, without it, the poster, while its rights run."""
    now = timezone.now()
    for key in (show.backdrop_id, show.poster_id):
        image = Image.objects.filter(pk=key).first() if key else None
        if image and not image.is_withdrawn and image.may_be_shown(now):
            return image.pk
    return None


def _earlier(show: Show) -> Version | None:
    """The newest live story that is mainly about the show."""
    now = timezone.now()
    live = Version.objects.live(now).listed().about_show(show, now)
    return live.filter(version_shows__is_primary=True).first()


def _usual_section(show: Show) -> Section | None:
    """Where the newest story about the show stands; without one, nobody can know."""
    earlier = _earlier(show)
    return earlier.section if earlier else None


def _usual_tags(show: Show) -> list[str]:
    """The name of the show, as the desk spells it where it is a tag already."""
    known = TaggedArticle.objects.filter(tag__name__iexact=show.title)
    tag = known.values_list("tag__name", flat=True).first()
    return [tag or show.title.replace(",", " ")]
