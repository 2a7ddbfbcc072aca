"""
What a piece of news would come to on the pages of the site, before it is recorded.

The facts are worked out as they would be and the stored claims judged by them; nothing
is written, and no text is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from articles.claims import Place, judge
from articles.models import KEPT_CURRENT, Article, Claim, Pick, Statement, Version
from authors.models import User
from shows.models import Announcement, Credit, Fact, Season, Show
from shows.vocabulary import Status

from .claiming import LIVING
from .doubting import TOUCHED, as_claim, touched_by
from .knowing import Knowledge, credits_of, revealed_by
from .needing import PLACES, TITLES, url_at

# A person reads no more of it before they record the news.
MOST_LISTED = 50
CHUNK = 500


@dataclass(frozen=True)
class Page:
    """A page that would change by itself."""

    title: str
    url: str


@dataclass(frozen=True)
class Reading:
    """A sentence that would need a reader, and why."""

    title: str
    url: str
    sentence: str
    # Empty in the body.
    place: str
    why: str
    is_title: bool


@dataclass
class Impact:
    """
    What would change by itself and what would need a reader. The lists are cut off;
    the counts are of pages.
    """

    pages: list[Page] = field(default_factory=list)
    page_count: int = 0
    readings: list[Reading] = field(default_factory=list)
    story_count: int = 0
    sentence_count: int = 0
    # Picks of editors that would end, in words.
    picks: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[Reading]:
        """Headlines and search titles that would be wrong."""
        return [each for each in self.readings if each.is_title]

    @property
    def sentence(self) -> str:
        """ "Changes 9 pages by themselves, 3 need reading." """
        pages = f"{self.page_count} page{'s' if self.page_count != 1 else ''}"
        itself = "themselves" if self.page_count != 1 else "itself"
        needs = "needs" if self.story_count == 1 else "need"
        return f"Changes {pages} by {itself}, {self.story_count} {needs} reading."


def foresee(
    news: Announcement,
    *,
    by: User,
    at: datetime,
    known: Iterable[Announcement] | None = None,
    credits: list[Credit] | None = None,
) -> Impact:
    """
    What `news`, which may not be saved, would change once readers know of it.

    `known` and `credits` are what this person may know of the show without it: where
    they are left out, all announcements that are recorded, and the credits as
    `credits_of` finds them, which has to be asked before `news` is saved, if it is.
    Stories that they may not see are counted and not named.
    """
    show = news.show
    announced = list(show.announcements.all() if known is None else known)
    announced = [each for each in announced if each.pk != news.pk]
    if credits is None:
        credits = credits_of(show, Credit.objects.known_to(by, at))
    revealed = {credit.pk: credit for credit in revealed_by(news, credits)}
    with_news = [revealed.get(credit.pk, credit) for credit in credits]
    before = Knowledge.of(show, announced, credits)
    after = Knowledge.of(show, [*announced, news], with_news)
    then = max(news.public_from, at)
    changed = _changed(before, after, then)
    appear = [
        each for each in credits if each.pk in revealed and not each.is_known(then)
    ]
    impact = Impact()
    _add_pages(impact, show, changed, appear, after, at)
    _add_readings(impact, show, changed, before, after, by=by, at=at, then=then)
    _add_picks(impact, show, before, after, by=by, at=at, then=then)
    return impact


def _changed(before: Knowledge, after: Knowledge, then: datetime) -> list[Fact]:
    """The facts that hold at a moment with the news or without it, not with both."""

    def held(known: Knowledge) -> dict[tuple[Any, ...], Fact]:
        return {
            (
                fact.slot, fact.value, fact.date, fact.precision, fact.moment,
                fact.number, fact.certainty, fact.is_leading,
            ): fact
            for fact in known.held(then)
        }  # fmt: skip

    was, will = held(before), held(after)
    return [fact for key, fact in (was | will).items() if (key in was) != (key in will)]


# What changes by itself


def _add_pages(
    impact: Impact,
    show: Show,
    changed: list[Fact],
    appear: list[Credit],
    known: Knowledge,
    at: datetime,
) -> None:
    if not (changed or appear):
        return
    pages = [Page(show.title, show.get_absolute_url())]
    ids = {fact.season_id for fact in changed if fact.season_id}
    for season in Season.objects.filter(pk__in=ids).select_related("show"):
        pages.append(Page(str(season), season.get_absolute_url()))
    dated = [fact for fact in changed if fact.field == Fact.Field.RELEASE_DATE]
    if any(fact.certainty == "confirmed" for fact in dated):
        pages.append(Page("The release calendar", reverse("shows:calendar")))
    live = Version.objects.live(at).listed().filter(kind__in=KEPT_CURRENT)
    printing = Version.objects.none()
    by_season: dict[int | None, set[str]] = {}
    for fact in changed:
        number = known.numbers.get(fact.season_id) if fact.season_id else None
        by_season.setdefault(number, set()).add(fact.field)
    for credit in appear:
        named: set[int | None] = {each.number for each in credit.seasons.all()}
        for of in named or {None}:
            by_season.setdefault(of, set()).add(Fact.Field.ROLE)
    for number, fields in by_season.items():
        printing |= live.printing(show, *fields, season_number=number)
    stories = printing.distinct().order_by("-published_at", "-pk")
    impact.page_count = len(pages) + stories.count()
    impact.pages = pages + [
        Page(version.headline, version.get_absolute_url())
        for version in stories.select_related("article")[:MOST_LISTED]
    ]


# What needs a reader


def _add_readings(
    impact: Impact,
    show: Show,
    changed: list[Fact],
    before: Knowledge,
    after: Knowledge,
    *,
    by: User,
    at: datetime,
    then: datetime,
) -> None:
    was, will = before.at(then), after.at(then)
    wrong: dict[int, str] = {}
    # The cast may be known with the news, whatever that says.
    fields = touched_by(changed) | TOUCHED[Fact.Field.ROLE]
    statements = Statement.objects.filter(show=show, field__in=fields)
    for statement in statements:
        said = as_claim(statement)
        verdict = judge(said, will)
        if verdict.needs_a_reader and verdict.why != judge(said, was).why:
            wrong[statement.pk] = verdict.why
    live = Claim.objects.for_readers(at).filter(version__kind__in=LIVING)
    keys = list(wrong)
    stories: set[int] = set()
    for start in range(0, len(keys), CHUNK):
        claims = live.filter(statement__in=keys[start : start + CHUNK])
        counted = (
            claims.order_by().values_list("version__article").annotate(Count("pk"))
        )
        for article, count in counted:
            stories.add(article)
            impact.sentence_count += count
        room = MOST_LISTED - len(impact.readings)
        if room > 0:
            seen = Article.objects.visible_to(by, at).order_by().values("pk")
            listed = claims.filter(version__article__in=seen)
            impact.readings += [
                _reading(claim, wrong[claim.statement_id])
                for claim in listed.select_related("version")
                .defer("version__content", "version__body")
                .order_by("-version__published_at", "pk")[:room]
            ]
    impact.story_count = len(stories)
    impact.readings.sort(key=lambda reading: not reading.is_title)


def _reading(claim: Claim, why: str) -> Reading:
    return Reading(
        title=claim.version.headline,
        url=url_at(claim),
        sentence=claim.sentence,
        place=PLACES[Place(claim.place)],
        why=why,
        is_title=claim.place in TITLES,
    )


# What editors picked until something happens


def _add_picks(
    impact: Impact,
    show: Show,
    before: Knowledge,
    after: Knowledge,
    *,
    by: User,
    at: datetime,
    then: datetime,
) -> None:
    seen = Article.objects.visible_to(by, at).order_by().values("pk")
    known = Show.objects.known_to(by, at).order_by().values("pk")
    picks = (
        Pick.objects.current(at, timezone.localdate(at))
        .filter(Q(article__isnull=True) | Q(article__in=seen), event_show=show)
        .filter(Q(show__isnull=True) | Q(show__in=known))
        .select_related("article", "show", "selection__article", "selection__show")
    )
    was, will = before.held(then), after.held(then)
    impact.picks = [
        f"{pick.article or pick.show}, of: {pick.selection}"
        for pick in picks[:MOST_LISTED]
        if _is_over(pick, will, then) and not _is_over(pick, was, then)
    ]


def _is_over(pick: Pick, facts: list[Fact], then: datetime) -> bool:
    """As `PickQuerySet.current` asks the database, of facts that nobody recorded."""
    confirmed = [fact for fact in facts if fact.certainty == "confirmed"]
    if pick.event == Pick.Event.LEAVES:
        return not any(
            fact.field == Fact.Field.PLATFORM
            and fact.value == "in"
            and fact.platform_id == pick.event_platform_id
            and fact.season_id in (None, pick.event_season_id)
            for fact in confirmed
        )
    of_season = [
        fact for fact in confirmed if pick.event_season_id in (None, fact.season_id)
    ]
    return any(_is_out(fact, then) for fact in of_season)


def _is_out(fact: Fact, then: datetime) -> bool:
    if fact.field == Fact.Field.STATUS:
        return fact.value in {Status.OUT, Status.ENDED}
    if fact.field != Fact.Field.RELEASE_DATE:
        return False
    if fact.moment:
        return fact.moment <= then
    today = timezone.localdate(then)
    return fact.precision == "day" and fact.date is not None and fact.date <= today
