"""
The site's vocabulary: which versions readers can see, and which stories staff can.

Lists are ordered by `published_at`, never by `live_from`, or a typo fix would bump
a story. The lists of a show, a tag and so on are read from index rows
(X, published_at DESC, version) because the windows alone are not selective enough.
"""

from __future__ import annotations

from datetime import date as Date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from images.rows import Rows
from shows.models import Fact
from shows.vocabulary import Status

if TYPE_CHECKING:
    from taggit.models import Tag

    from authors.models import Author, User
    from shows.models import Person, Season, Show

    from .models import (  # noqa: F401
        Article,
        Claim,
        LayoutWindow,
        NeedsUpdate,
        Pick,
        Section,
        Selection,
        Version,
    )

# What a story's `Face` reads for its title, and with `CARD` for the rest.
TITLE = ["disclosure", "headline", "safe_headline", "safe_until"]
# Naming the columns halves what a page costs: most of it is reading columns that
# nothing prints. Another one printed somewhere costs a query for each row, which the
# tests of costs find.
CARD = [
    "article__slug",
    *TITLE,
    "kind",
    "live_lines",
    "published_at",
    "rating",
    # Whether news may move its Updated.
    "retracted",
    "section__name",
    "safe_standfirst",
    "section__slug",
    "standfirst",
    "update_reason",
    "updated_at",
]
PICTURE = [
    f"{picture}__{name}"
    for picture in ("lead_image", "safe_image")
    for name in (
        "alt_text",
        "caption",
        "colour",
        "credit",
        "credit_url",
        # Only for the storage it belongs to.
        "file",
        "is_decorative",
        "licence",
        "rendition_key",
        "rendition_sizes",
        "rights_end_on",
    )
]
PAGE = [
    "article__checked_at",
    "body",
    "created_at",
    "disclosed_by",
    "disclosed_link",
    "disclosed_text",
    "excerpt",
    "gives_away",
    "knew_at",
    "lead_caption",
    "lead_credit",
    "lead_image__enclosure_length",
    "live_from",
    "number",
    "paid_sites",
    "retraction_notice",
    "safe_image__enclosure_length",
    "seo_description",
    "seo_title",
    "sources",
    "verdict",
    "word_count",
]

DOUBT = ["pk", "standing", "why", "since", "announcement", "valid_from", "cause"]


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User, at: datetime | None = None) -> Self:
        """
        Stories whose working copy this member of staff may read.

        Editors see all; writers see their own, those assigned to them, those they
        are bylined on and every story that was live by then (they may prepare
        changes to it; one that is only scheduled is still a secret, and a killed one
        is one again). Without a moment those are left out. Anybody else sees none.
        """
        if not user.is_active or not user.is_staff:
            return self.none()
        if user.has_perm("articles.change_any_article"):
            return self
        if not user.has_perm("articles.view_article"):
            return self.none()
        everything = self.model._default_manager.all()
        bylined = everything.filter(bylines__author__user=user)
        theirs = Q(owner=user) | Q(assignee=user) | Q(pk__in=bylined.values("pk"))
        if at is not None:
            # Asked of each story: the list of all that were ever live is long.
            ever_live = everything.filter(
                pk=models.OuterRef("pk"), versions__live_from__lte=at
            )
            killed = self.model.State.KILLED
            theirs |= Q(models.Exists(ever_live)) & ~Q(state=killed)
        return self.filter(theirs)


class VersionQuerySet(models.QuerySet["Version"]):
    def live(self, at: datetime) -> Self:
        """
        What readers can see at a moment.

        A schedule begins and an expiry ends by the clock alone. The redundant
        condition on `published_at` lets the list indexes answer for any moment.
        """
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at),
            published_at__lte=at,
            live_from__lte=at,
        )

    def scheduled(self, at: datetime) -> Self:
        """Versions whose window has not begun."""
        return self.filter(live_from__gt=at)

    def standing(self, at: datetime) -> Self:
        """Of one story: what is live or to come, and schedules that were stopped."""
        return (
            self.live(at) | self.scheduled(at) | self.exclude(stopped_because="")
        ).order_by("live_from", "-number")

    def listed(self) -> Self:
        """Without retracted stories, which keep their page but leave every list."""
        return self.filter(retracted=False)

    def unpaid(self) -> Self:
        """Without sponsored stories: for what must be ours alone."""
        return self.exclude(disclosure="sponsored")

    def protected(self, at: datetime) -> Self:
        """Those whose own headline still gives something away."""
        return self.filter(safe_until__gt=at)

    def unprotected(self, at: datetime) -> Self:
        return self.filter(Q(safe_until__isnull=True) | Q(safe_until__lte=at))

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def last_updated(self, at: datetime) -> Self:
        """Stories with a substantive change after publication, latest first."""
        return self.filter(
            updated_at__gt=models.F("published_at"), updated_at__lte=at
        ).order_by("-updated_at", "-pk")

    def in_section(self, section: Section) -> Self:
        return self.filter(section=section)

    def about_show(self, show: Show, at: datetime) -> Self:
        """Newest first, from the index rows; combine with `live(at)`."""
        return self._from_index_rows("version_shows", at, show=show)

    def about_season(self, season: Season, at: datetime) -> Self:
        return self._from_index_rows("version_seasons", at, season=season)

    def about_person(self, person: Person, at: datetime) -> Self:
        return self._from_index_rows("version_people", at, person=person)

    def by_author(self, author: Author, at: datetime) -> Self:
        return self._from_index_rows("version_authors", at, author=author)

    def tagged(self, tag: Tag, at: datetime) -> Self:
        return self._from_index_rows("version_tags", at, tag=tag)

    def printing(
        self, show: Show, *fields: str, season_number: int | None = None
    ) -> Self:
        """
        Versions with a window that print a fact of a show, of any of these fields
        where some are named; combine with `live(at)` or `scheduled(at)`.

        With a number, those that print it of this season or of the show as a whole,
        which may be read off its seasons; without one, of any.
        """
        rows = apps.get_model("articles", "VersionFact")._default_manager.filter(
            show=show
        )
        if fields:
            rows = rows.filter(field__in=fields)
        if season_number is not None:
            rows = rows.filter(
                Q(season_number=season_number) | Q(season_number__isnull=True)
            )
        return self.filter(pk__in=rows.values("version"))

    def with_live_lines(self, show: Show) -> Self:
        """Those whose standfirst or search description states a fact of the show."""
        rows = apps.get_model("articles", "VersionFact")._default_manager
        lines = rows.filter(show=show, in_lines=True)
        return self.filter(pk__in=lines.values("version"))

    def _from_index_rows(self, rows: str, at: datetime, **target: models.Model) -> Self:
        conditions = {f"{rows}__{name}": value for name, value in target.items()}
        return self.filter(**conditions, **{f"{rows}__published_at__lte": at}).order_by(
            f"-{rows}__published_at", f"-{rows}__version"
        )

    def for_cards(self) -> Self:
        """Everything `articles/_card.html` touches, in one query."""
        found = self.select_related("article", "section", "lead_image", "safe_image")
        return found.only(*CARD, *PICTURE).with_bylines()

    def with_bylines(self) -> Self:
        """With the role and the name of each author, as `byline_rows`."""
        model = apps.get_model("articles", "VersionAuthor")
        of_version = model._default_manager.filter(version=OuterRef("pk"))
        rows = Rows(of_version.order_by("position"), "role", "author__name")
        return self.annotate(byline_rows=rows)

    def for_page(self) -> Self:
        """The columns the article page prints; `relations_of` reads the rest."""
        return self.select_related(
            "article", "section", "lead_image", "safe_image"
        ).only(*CARD, *PICTURE, *PAGE)

    def next_change(self, after: datetime) -> datetime | None:
        """
        The earliest coming moment at which any window begins or ends, or at which a
        story with one shows its own headline.
        """
        begins = self.filter(live_from__gt=after).aggregate(t=models.Min("live_from"))
        ends = self.filter(live_until__gt=after).aggregate(t=models.Min("live_until"))
        safe = self.filter(live_from__isnull=False, safe_until__gt=after)
        told = safe.aggregate(t=models.Min("safe_until"))
        moments = (begins["t"], ends["t"], told["t"])
        return min((t for t in moments if t), default=None)


class SelectionQuerySet(models.QuerySet["Selection"]):
    def shelves(self) -> Self:
        return self.exclude(title="")

    def in_use(self) -> Self:
        return self.filter(is_retired=False)


class PickQuerySet(models.QuerySet["Pick"]):
    def current(self, at: datetime, today: Date) -> Self:
        """
        Picks that have begun and not ended, by their window and by their event.

        Only confirmed facts end one: a rumour takes nothing from a page. `today` is
        the site's day at that moment.
        """
        return self.filter(
            Q(starts_at__isnull=True) | Q(starts_at__lte=at),
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            Q(embargo__isnull=True)
            | Q(embargo__cancelled_at__isnull=True, embargo__lifts_at__lte=at),
            _event_is_to_come(at, today),
        )

    def with_end(self, at: datetime, today: Date) -> Self:
        """With `event_is_over`: whether the event that they end on has come."""
        is_to_come = models.When(_event_is_to_come(at, today), then=False)
        return self.annotate(event_is_over=models.Case(is_to_come, default=True))

    def ended(self, at: datetime, today: Date) -> Self:
        """Picks that are over, for the desk to take out."""
        cancelled = Q(embargo__cancelled_at__isnull=False)
        return self.filter(
            Q(ends_at__lte=at) | cancelled | ~_event_is_to_come(at, today)
        )

    def next_change(self, after: datetime) -> datetime | None:
        """
        The earliest coming moment at which some pick begins or ends by its window.
        Those that end on an event change with the facts, and those under an embargo
        when it lifts.
        """
        begins = self.filter(starts_at__gt=after).aggregate(t=models.Min("starts_at"))
        ends = self.filter(ends_at__gt=after).aggregate(t=models.Min("ends_at"))
        return min((t for t in (begins["t"], ends["t"]) if t), default=None)


def _event_is_to_come(at: datetime, today: Date) -> Any:
    facts = Fact.objects.at(at).confirmed().filter(show=OuterRef("event_show"))
    # A platform that has the whole show has each season.
    season = Q(season=OuterRef("event_season")) | Q(season__isnull=True)
    is_out = Q(field=Fact.Field.STATUS, value__in=[Status.OUT, Status.ENDED])
    is_out |= Q(field=Fact.Field.RELEASE_DATE, precision="day", date__lte=today)
    is_out |= Q(field=Fact.Field.RELEASE_DATE, precision="minute", moment__lte=at)
    premiered = facts.filter(is_out)
    on_platform = facts.filter(
        season,
        field=Fact.Field.PLATFORM,
        value="in",
        platform=OuterRef("event_platform"),
    )
    of_its_season = premiered.filter(season=OuterRef("event_season"))
    return (
        Q(event="")
        | Q(event="premieres", event_season__isnull=False) & ~Exists(of_its_season)
        | Q(event="premieres", event_season__isnull=True) & ~Exists(premiered)
        | Q(event="leaves") & Exists(on_platform)
    )


class NeedsUpdateQuerySet(models.QuerySet["NeedsUpdate"]):
    def at(self, moment: datetime) -> Self:
        """What is doubtful at a moment. What is still secret then is not among it."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
            valid_from__lte=moment,
        )


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_doubt(self, at: datetime) -> Self:
        """
        Claims with a flag at a moment that nobody has read and found true, with the
        flag's columns as `doubt_…`.
        """
        flagged = self.filter(
            Q(statement__doubts__valid_until__isnull=True)
            | Q(statement__doubts__valid_until__gt=at),
            statement__doubts__valid_from__lte=at,
        ).annotate(
            **{
                f"doubt_{name}": models.F(f"statement__doubts__{name}")
                for name in DOUBT
            }
        )
        found_true = apps.get_model("articles", "StillTrue").objects.filter(
            article=models.OuterRef("version__article"),
            key=models.OuterRef("key"),
            cause=models.OuterRef("doubt_cause"),
        )
        return flagged.filter(~models.Exists(found_true))

    def for_readers(self, at: datetime) -> Self:
        """
        In versions that are live at a moment; a retracted story says already that it
        is wrong.
        """
        return self.filter(
            Q(version__live_until__isnull=True) | Q(version__live_until__gt=at),
            version__live_from__lte=at,
            version__retracted=False,
        )


class LayoutWindowQuerySet(models.QuerySet["LayoutWindow"]):
    def live(self, at: datetime) -> Self:
        """The one of each front that readers see."""
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at), live_from__lte=at
        )

    def scheduled(self, at: datetime) -> Self:
        return self.filter(live_from__gt=at)
