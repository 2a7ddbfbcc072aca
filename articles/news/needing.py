"""
The needs-update desk: one queue of what news and time have made doubtful, the most
wrong first and of those the most recent.

Nothing here is stored as open or closed but what a person said. Everything else is a
question about the moment: which sentences are live, what is public, what has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date as Date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from articles.claims import Place, Standing
from articles.models import Article, Claim, Version
from articles.models.article import Kind
from articles.permissions import may_publish
from authors.models import User
from shows import wording
from shows.models import Announcement, Fact, Proposal, Show
from shows.vocabulary import UPCOMING

from .claiming import LIVING


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble; `weight` is how wrong it is."""

    key: str
    label: str
    weight: int


TITLE = Trouble("title", "Wrong in a headline or title", 7)
WRONG = Trouble("wrong", "Wrong in the text", 6)
PASSED = Trouble("passed", "Wrong by time alone", 5)
DATE = Trouble("date", "A date that has passed, to confirm", 4)
DOUBTFUL = Trouble("doubtful", "Doubtful", 3)
PROPOSED = Trouble("proposal", "Proposed news", 2)
UNCHECKED = Trouble("unchecked", "Not checked for long", 1)
TROUBLES = {
    trouble.key: trouble
    for trouble in (TITLE, WRONG, PASSED, DATE, DOUBTFUL, PROPOSED, UNCHECKED)
}
BY_WEIGHT = {trouble.weight: trouble for trouble in TROUBLES.values()}
# What readers are told wrongly at this moment.
WRONG_NOW = (TITLE, WRONG, PASSED)
TITLES = (Place.HEADLINE, Place.SEO_TITLE)
PLACES = {
    Place.HEADLINE: "headline",
    Place.SEO_TITLE: "search title",
    Place.STANDFIRST: "standfirst",
    Place.SEO_DESCRIPTION: "search description",
    Place.BODY: "",
}
NOBODY = "nobody"


@dataclass(frozen=True)
class Narrowing:
    """Which part of the queue: of a show, of a person or of nobody, of one trouble."""

    show: int | None = None
    assignee: str = ""
    trouble: str = ""

    def wants(self, *troubles: Trouble) -> bool:
        return not self.trouble or self.trouble in {each.key for each in troubles}

    @property
    def is_of_stories(self) -> bool:
        """Whether it leaves out what belongs to no story."""
        return bool(self.assignee)

    def of_articles(self, prefix: str) -> Q:
        if not self.assignee:
            return Q()
        if self.assignee == NOBODY:
            return Q(**{f"{prefix}assignee__isnull": True})
        return Q(**{f"{prefix}assignee": self.assignee})


@dataclass(frozen=True, order=True)
class Key:
    """Where one entry stands in the queue, and what it is read by."""

    weight: int
    moment: datetime
    kind: str
    pk: int

    @property
    def trouble(self) -> Trouble:
        return BY_WEIGHT[self.weight]


@dataclass(frozen=True)
class Entry:
    """One line of the queue, as it is printed."""

    trouble: Trouble
    title: str
    url: str
    # The very words, and what they are taken to say.
    sentence: str = ""
    place: str = ""
    says: str = ""
    # The fact now.
    now: str = ""
    since: Date | None = None
    source_name: str = ""
    source_url: str = ""
    flagged_at: datetime | None = None
    article: Article | None = None
    version: Version | None = None
    claim: Claim | None = None
    proposal: Proposal | None = None
    fact: Fact | None = None
    # The working copy says it no longer: publishing it is all that is left to do.
    is_put_right: bool = False
    may_confirm: bool = False
    may_assign: bool = False
    may_decide: bool = False

    @property
    def assignee_key(self) -> str:
        return str(self.article.assignee_id or "") if self.article else ""


# Claims


def claims_in_doubt(user: User | None, at: datetime) -> Any:
    """
    The flagged claims of what readers see, in stories that this person may see (all
    of them, for a command without a person), with their `weight`.
    """
    claims: Any = Claim.objects.in_doubt(at).for_readers(at)
    claims = claims.filter(version__kind__in=LIVING)
    if user is not None and not user.has_perm("articles.change_any_article"):
        seen = Article.objects.visible_to(user, at).order_by()
        claims = claims.filter(version__article__in=seen.values("pk"))
    wrong = Q(doubt_standing=Standing.CONTRADICTED)
    return claims.annotate(
        weight=Case(
            When(~wrong, then=Value(DOUBTFUL.weight)),
            When(place__in=TITLES, then=Value(TITLE.weight)),
            When(
                doubt_announcement__isnull=True,
                doubt_since__isnull=False,
                then=Value(PASSED.weight),
            ),
            default=Value(WRONG.weight),
            output_field=IntegerField(),
        )
    ).order_by("-weight", "-doubt_valid_from", "-pk")


def is_of_a_story(key: Key) -> bool:
    return key.kind in {"claim", "version"}


def _claim_keys(user: User | None, at: datetime, narrowing: Narrowing) -> list[Key]:
    if not narrowing.wants(TITLE, WRONG, PASSED, DOUBTFUL):
        return []
    claims = claims_in_doubt(user, at).filter(
        narrowing.of_articles("version__article__")
    )
    if narrowing.show:
        claims = claims.filter(statement__show=narrowing.show)
    if narrowing.trouble:
        claims = claims.filter(weight=TROUBLES[narrowing.trouble].weight)
    return _keys_of(claims.order_by())


def _keys_of(claims: Any) -> list[Key]:
    rows = claims.values_list("weight", "doubt_valid_from", "pk")
    return [Key(weight, since, "claim", pk) for weight, since, pk in rows]


# Explainers nobody has looked at


def unchecked(at: datetime) -> Any:
    """
    Live explainers about a season that is still to come, which nobody has updated or
    confirmed for `UNCHECKED_AFTER_DAYS`.
    """
    upcoming = (
        Fact.objects.at(at)
        .leading()
        .filter(
            field=Fact.Field.STATUS,
            value__in=UPCOMING,
            part__isnull=True,
            season__version_seasons__version=OuterRef("pk"),
        )
    )
    limit = at - timedelta(days=settings.UNCHECKED_AFTER_DAYS)
    checked = Coalesce("article__checked_at", "updated_at")
    return (
        Version.objects.live(at)
        .listed()
        .filter(kind=Kind.EXPLAINER, updated_at__lt=limit)
        .annotate(looked_at=Greatest("updated_at", checked))
        .filter(Exists(upcoming), looked_at__lt=limit)
    )


def _unchecked_keys(user: User | None, at: datetime, narrowing: Narrowing) -> list[Key]:
    if not narrowing.wants(UNCHECKED):
        return []
    versions = unchecked(at).filter(narrowing.of_articles("article__"))
    if narrowing.show:
        versions = versions.filter(version_shows__show=narrowing.show)
    rows = versions.order_by().values_list("looked_at", "pk")
    return [Key(UNCHECKED.weight, since, "version", pk) for since, pk in rows]


# News: dates to confirm, proposals to decide


def _proposal_keys(user: User | None, at: datetime, narrowing: Narrowing) -> list[Key]:
    if not narrowing.wants(PROPOSED) or narrowing.is_of_stories:
        return []
    proposals = Proposal.objects.filter(state=Proposal.State.OPEN)
    if user is not None:
        proposals = proposals.known_to(user, at)
    if narrowing.show:
        proposals = proposals.filter(show=narrowing.show)
    return [
        Key(PROPOSED.weight, made_at, "proposal", pk)
        for made_at, pk in proposals.order_by().values_list("proposed_at", "pk")
    ]


def _date_keys(user: User | None, at: datetime, narrowing: Narrowing) -> list[Key]:
    """Dates that have passed while nobody has said what became of them."""
    if not narrowing.wants(DATE) or narrowing.is_of_stories:
        return []
    passed = Fact.objects.passed_unconfirmed(at)
    if narrowing.show:
        passed = passed.filter(show=narrowing.show)
    rows = passed.order_by().values_list("valid_from", "pk")
    return [Key(DATE.weight, since, "fact", pk) for since, pk in rows]


SOURCES: tuple[Callable[[User | None, datetime, Narrowing], list[Key]], ...] = (
    _claim_keys,
    _proposal_keys,
    _date_keys,
    _unchecked_keys,
)


@dataclass
class Queue:
    """The whole queue of one person at one moment; a page of it is read at a time."""

    user: User | None
    at: datetime
    narrowing: Narrowing = field(default_factory=Narrowing)

    @cached_property
    def keys(self) -> list[Key]:
        """In order. Narrow rows, so that ten thousand are no trouble."""
        found = [
            key for keys in SOURCES for key in keys(self.user, self.at, self.narrowing)
        ]
        return sorted(found, reverse=True)

    def read(self, keys: Sequence[Key]) -> list[Entry]:
        """The entries of these, in a fixed number of queries."""
        read: dict[tuple[str, int], Entry] = {
            **self._claims(keys),
            **self._versions(keys),
            **self._facts(keys),
            **self._proposals(keys),
        }
        wanted = [(key.kind, key.pk) for key in keys]
        return [read[each] for each in wanted if each in read]

    # How each kind is read

    def _claims(self, keys: Sequence[Key]) -> dict[tuple[str, int], Entry]:
        doubts = {key.pk: key for key in keys if key.kind == "claim"}
        if not doubts:
            return {}
        found = (
            Claim.objects.in_doubt(self.at)
            .filter(pk__in=doubts)
            .select_related("version__article__assignee", "statement__show")
            .defer("version__content", "version__body", "version__article__body")
        )
        # With the columns of their flags.
        claims: list[Any] = list(found)
        news = Announcement.objects.in_bulk(
            {each.doubt_announcement for each in claims if each.doubt_announcement}
        )
        drafts = set(
            Claim.objects.filter(
                version__article__in={each.version.article_id for each in claims},
                version__number=F("version__article__latest_number"),
                key__in={each.key for each in claims},
            ).values_list("version__article", "key")
        )
        return {
            ("claim", claim.pk): self._claim(
                claim,
                doubts[claim.pk].trouble,
                news.get(claim.doubt_announcement),
                is_put_right=(claim.version.article_id, claim.key) not in drafts,
            )
            for claim in claims
        }

    def _claim(
        self,
        claim: Any,
        trouble: Trouble,
        news: Announcement | None,
        *,
        is_put_right: bool,
    ) -> Entry:
        return self._of_story(
            claim.version,
            trouble=trouble,
            url=url_at(claim),
            sentence=claim.sentence,
            place=PLACES[Place(claim.place)],
            says=in_words(claim),
            now=claim.doubt_why,
            since=claim.doubt_since,
            source_name=news.source_name if news else "",
            source_url=news.source_url if news else "",
            flagged_at=claim.doubt_valid_from,
            claim=claim,
            is_put_right=is_put_right,
        )

    def _of_story(self, version: Version, **more: Any) -> Entry:
        article = version.article
        return Entry(
            title=version.headline or str(article),
            article=article,
            version=version,
            may_confirm=self._may_update(article),
            may_assign=self._may_plan(article),
            **more,
        )

    def _may(self, permission: str) -> bool:
        return self.user is not None and self.user.has_perm(permission)

    def _may_update(self, article: Article) -> bool:
        # Editors at once; of writers only who is trusted with this story.
        return self._publishes or article.pk in self._trusted

    def _may_plan(self, article: Article) -> bool:
        """As `publishing.plan` asks, of stories that this person sees."""
        return self._publishes or article.pk in self._written

    @cached_property
    def _written(self) -> set[int]:
        if self.user is None or not self.user.has_perm("articles.change_article"):
            return set()
        written = Article.objects.filter(
            Q(owner=self.user) | Q(bylines__author__user=self.user)
        )
        return set(written.order_by().values_list("pk", flat=True))

    @cached_property
    def _publishes(self) -> bool:
        return self.user is not None and may_publish(self.user)

    @cached_property
    def _trusted(self) -> set[int]:
        if self.user is None or not self.user.has_perm("articles.change_article"):
            return set()
        return set(self.user.trusted_with.values_list("pk", flat=True))

    def _versions(self, keys: Sequence[Key]) -> dict[tuple[str, int], Entry]:
        moments = {key.pk: key.moment for key in keys if key.kind == "version"}
        if not moments:
            return {}
        versions = (
            Version.objects.filter(pk__in=moments)
            .select_related("article__assignee")
            .defer("content", "body", "article__body")
        )
        return {
            ("version", version.pk): self._of_story(
                version,
                trouble=UNCHECKED,
                url=story_url(version.article_id),
                now="What it is about is still to come, and nobody has checked it for "
                f"{(self.at - moments[version.pk]).days} days.",
                since=timezone.localdate(moments[version.pk]),
                flagged_at=moments[version.pk],
            )
            for version in versions
        }

    def _facts(self, keys: Sequence[Key]) -> dict[tuple[str, int], Entry]:
        ids = [key.pk for key in keys if key.kind == "fact"]
        if not ids:
            return {}
        facts = Fact.objects.filter(pk__in=ids).select_related(
            "show", "season", "part", "announcement"
        )
        may_record = self._may("shows.add_announcement")
        return {
            ("fact", fact.pk): Entry(
                trouble=DATE,
                title=str(fact.part or fact.season or fact.show),
                url=reverse("admin:shows_show_change", args=[fact.show_id]),
                says="dated",
                now=f"{_day(fact)} has passed, and it is not said to be out.",
                since=fact.date,
                source_name=fact.announcement.source_name,
                source_url=fact.announcement.source_url,
                flagged_at=fact.valid_from,
                fact=fact,
                may_decide=may_record,
            )
            for fact in facts
        }

    def _proposals(self, keys: Sequence[Key]) -> dict[tuple[str, int], Entry]:
        ids = [key.pk for key in keys if key.kind == "proposal"]
        if not ids:
            return {}
        proposals = Proposal.objects.filter(pk__in=ids).select_related(
            "show", "proposed_by"
        )
        may_decide = self._may("shows.decide_proposal")
        return {
            ("proposal", proposal.pk): Entry(
                trouble=PROPOSED,
                title=proposal.show.title,
                url=reverse("admin:shows_proposal_change", args=[proposal.pk]),
                now=proposal.words,
                since=timezone.localdate(proposal.proposed_at),
                source_name=proposal.source_name,
                source_url=proposal.source_url,
                flagged_at=proposal.proposed_at,
                proposal=proposal,
                may_decide=may_decide,
            )
            for proposal in proposals
        }


def wrong_now(user: User, at: datetime, most: int) -> list[Key]:
    """What readers are told wrongly at this moment, the worst first, and no more."""
    claims = claims_in_doubt(user, at)
    claims = claims.filter(weight__in=[trouble.weight for trouble in WRONG_NOW])
    return _keys_of(claims[:most])


def shows_in(user: User, at: datetime) -> list[Show]:
    """The shows that anything in the queue is about, for its filter."""
    claims = claims_in_doubt(user, at).order_by().values("statement__show")
    proposals = Proposal.objects.filter(state=Proposal.State.OPEN).known_to(user, at)
    passed = Fact.objects.passed_unconfirmed(at)
    return list(
        Show.objects.filter(
            Q(pk__in=claims)
            | Q(pk__in=proposals.order_by().values("show"))
            | Q(pk__in=passed.order_by().values("show"))
            | Q(pk__in=unchecked(at).order_by().values("version_shows__show"))
        ).only("title")
    )


# One story


def flags_of(article: Article, at: datetime) -> list[Any]:
    """
    The flagged claims of the working copy, in the order of the story, for its form:
    what was put right in the draft is not told again, whatever readers still see.
    """
    claims = Claim.objects.in_doubt(at).filter(
        version__article=article, version__number=article.latest_number
    )
    return list(claims.select_related("statement").order_by("pk"))


# In words


def in_words(claim: Claim) -> str:
    """What a claim says: "season 2: not renewed"."""
    statement = claim.statement
    about = f"season {statement.season}" if statement.season is not None else ""
    field_name = statement.get_field_display().lower()
    value = statement.value
    if statement.field == "status":
        words = f"not {value}" if statement.negated and "not" not in value else value
        return f"{about or 'the show'}: {words}"
    return f"{about} {field_name}: {value}".strip()


def story_url(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def url_at(claim: Claim) -> str:
    """The story's form, opened at the sentence."""
    query = urlencode({"claim": claim.key})
    return f"{story_url(claim.version.article_id)}?{query}#claim"


def _day(fact: Fact) -> str:
    return wording.period(fact.date, fact.precision, fact.moment, fact.zone)
