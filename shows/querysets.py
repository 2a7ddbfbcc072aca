from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, StrIndex, Substr

from images.search import fold

from .holders import is_known

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from .models import (  # noqa: F401
        Announcement,
        Credit,
        Episode,
        Fact,
        Person,
        Proposal,
        Season,
        Show,
        Trailer,
    )

# Most of what a page costs is reading columns that nothing prints, so the pages name
# theirs. Another one printed somewhere costs a query for each row, which the tests of
# costs find.
PICTURE = (
    "alt_text",
    "colour",
    # Only for the storage it belongs to.
    "file",
    "is_decorative",
    "rendition_key",
    "rendition_sizes",
    "rights_end_on",
)
CARD = ["kind", "slug", "title", "year", *(f"poster__{name}" for name in PICTURE)]
PERSON = [
    "person__name",
    "person__slug",
    *(f"person__portrait__{name}" for name in PICTURE),
]
PRINTED = ["announcement", "season", "part", "platform", "trailer"]
PRINTED_COLUMNS = [
    "announcement__announced_on",
    "announcement__recorded_at",
    "announcement__source_name",
    "announcement__source_url",
    "season__number",
    "season__show",
    "part__number",
    "part__season",
    "part__title",
    "platform__name",
    "platform__slug",
    "trailer__key",
    "trailer__provider",
    "trailer__title",
]

# How many name rows a search looks at; more would not help anybody choose.
MOST_FOUND = 200
MOST_SEARCH_WORDS = 5


class AppendOnlyError(TypeError):
    """Announcements are never changed or deleted."""

    def __init__(self) -> None:
        super().__init__(
            "Announcements are never changed or deleted; "
            "withdraw one with shows.facts.withdraw()."
        )


# A row and its first news are often made one after the other, for the same secret.
MADE_FOR_NEWS_WITHIN = timedelta(days=1)


def _may_be_known(
    column: str,
    at: datetime,
    *,
    of: str = "pk",
    made: str = "created_at",
    **narrower: Any,
) -> Q:
    """
    Some news about the row is public at that moment, or the row was there before any
    news about it: readers had a page of it, which an embargo must not take away. `of`
    leads from the rows that are asked for to that one, `made` to when it was made.
    """
    news = _news_of(column, of, **narrower)
    return ~Exists(_made_for(news, made)) | Q(Exists(news.filter(public_from__lte=at)))


def _news_of(column: str, of: str, **narrower: Any) -> "AnnouncementQuerySet":
    model = apps.get_model("shows", "Announcement")
    news: AnnouncementQuerySet = model._default_manager.all()
    return news.filter(**{column: OuterRef(of)}, **narrower)


def _first_public(news: "AnnouncementQuerySet") -> Subquery:
    return Subquery(news.order_by("public_from").values("public_from")[:1])


def _made_for(news: "AnnouncementQuerySet", made: str) -> "AnnouncementQuerySet":
    """The news for which the row may have been made at its moment `made`."""
    return news.filter(recorded_at__lte=OuterRef(made) + MADE_FOR_NEWS_WITHIN)


def _credits() -> "CreditQuerySet":
    credits: CreditQuerySet = apps.get_model("shows", "Credit")._default_manager.all()
    return credits


def _is_credited(among: "CreditQuerySet") -> Q:
    return Q(Exists(among.filter(person=OuterRef("pk"))))


def _known_to(column: str, user: "AbstractUser", at: datetime, of: str = "pk") -> Q:
    """
    Whether a member of staff may know of a row: readers may, or there is news about it
    that they may read. `of` leads from the rows that are asked for to that one.
    """
    if user.has_perm("shows.view_embargo"):
        return Q()
    made = "created_at" if of == "pk" else f"{of}__created_at"
    news = _news_of(column, of)
    return ~Exists(_made_for(news, made)) | Q(Exists(news.known_to(user, at)))


class ShowQuerySet(models.QuerySet["Show"]):
    def listed(self) -> Self:
        """Without the rows that were merged into others."""
        return self.filter(merged_into__isnull=True)

    def public(self, at: datetime) -> Self:
        """Without shows of which nobody outside may know: all their news is to come."""
        return self.filter(_may_be_known("show", at))

    def in_own_words(self) -> Self:
        """With a synopsis that somebody here wrote: no catalogue wrote it as it stands."""
        records = apps.get_model("shows", "CatalogueRecord")._default_manager
        imported = records.annotate(words=KT("written__synopsis")).filter(
            show=OuterRef("pk"), words=OuterRef("synopsis")
        )
        return self.exclude(synopsis="").filter(~Exists(imported))

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(_known_to("show", user, at))

    def in_genre(self, slug: str) -> Self:
        return self.filter(genres__slug=slug)

    def on_platform(self, slug: str, at: datetime) -> Self:
        """Wholly or with some season, as far as is known at that moment."""
        facts = _leading_facts(at).filter(platform__slug=slug, value="in")
        return self.filter(pk__in=facts.values("show"))

    def with_status(self, value: str, at: datetime) -> Self:
        """By the status of the show as a whole, which seasons feed into."""
        facts = _leading_facts(at).filter(field="status", value=value, season=None)
        return self.filter(pk__in=facts.values("show"))

    def starting_with(self, letter: str) -> Self:
        """By the letter its title stands under; # for all that is not A to Z."""
        return self.filter(letter=letter.upper())

    def named(self, text: str) -> Self:
        """Shows in whose titles every typed word begins some word."""
        return _named(self, "ShowName", "show", text)

    def for_cards(self) -> Self:
        """Everything `shows/_card.html` touches, facts excepted (`facts.load`)."""
        return self.select_related("poster").only(*CARD)

    def for_page(self) -> Self:
        return self.select_related("poster", "backdrop")


class PersonQuerySet(models.QuerySet["Person"]):
    def listed(self) -> Self:
        """Without the rows that were merged into others."""
        return self.filter(merged_into__isnull=True)

    def named(self, text: str) -> Self:
        """People in whose spellings every typed word begins some word."""
        return _named(self, "PersonName", "person", text)

    def public(self, at: datetime) -> Self:
        """Without people whose joining is all that is known, and still to come."""
        credited = _is_credited(_credits().public(at))
        return self.filter(_may_be_known("person", at) | credited)

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        known = _known_to("person", user, at)
        if not known:
            # Nothing to ask, or-ed with something, would ask that.
            return self
        return self.filter(known | _is_credited(_credits().known_to(user, at)))

    def in_own_words(self) -> Self:
        return self.exclude(biography="")

    def for_cards(self) -> Self:
        return self.select_related("portrait").defer("biography")


class SeasonQuerySet(models.QuerySet["Season"]):
    def named(self, text: str) -> Self:
        """By the title of the show and, at the end, the number: "all of us 2"."""
        title, _, number = text.strip().rpartition(" ")
        if number.isdecimal() and len(number) < 4 and title:
            return self.of_shows_named(title).filter(number=int(number))
        return self.of_shows_named(text)

    def of_shows_named(self, text: str) -> Self:
        return self.filter(show__in=_shows_named(text))

    def public(self, at: datetime) -> Self:
        """Without seasons whose every announcement is still to come."""
        return self.filter(_may_be_known("season", at))

    def in_own_words(self) -> Self:
        return self.exclude(synopsis="")

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            _known_to("season", user, at), _known_to("show", user, at, of="show")
        )


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def named(self, text: str) -> Self:
        """By the show and, at the end, the number of the season: "all of us 2"."""
        seasons = apps.get_model("shows", "Season")._default_manager.all()
        return self.filter(season__in=seasons.named(text).order_by().values("pk"))

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            _known_to("season", user, at, of="season"),
            _known_to("show", user, at, of="season__show"),
        )


class CreditQuerySet(models.QuerySet["Credit"]):
    def named(self, text: str) -> Self:
        """By the name of the person."""
        people = apps.get_model("shows", "Person")._default_manager.all()
        named = _named(people, "PersonName", "person", text).order_by().values("pk")
        return self.filter(person__in=named)

    def public(self, at: datetime) -> Self:
        """Without those in shows, or in seasons, of which nobody outside may know."""
        return self.of_known_seasons(at).filter(
            _may_be_known("show", at, of="show", made="show__created_at")
        )

    def of_known_seasons(self, at: datetime) -> Self:
        """Without those in nothing but seasons of which nobody outside may know."""
        seasons = apps.get_model("shows", "Season")._default_manager
        named = seasons.filter(credits=OuterRef("pk"))
        known = seasons.public(at).filter(credits=OuterRef("pk"))
        return self.filter(~Exists(named) | Exists(known))

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        if user.has_perm("shows.view_embargo"):
            return self
        seasons = apps.get_model("shows", "Season")._default_manager
        named = seasons.filter(credits=OuterRef("pk"))
        known = seasons.known_to(user, at).filter(credits=OuterRef("pk"))
        return self.filter(
            ~Exists(named) | Exists(known), _known_to("show", user, at, of="show")
        )

    def with_moments(self) -> Self:
        """
        With `show_from` and `seasons_from`, the moments from which readers may know of
        its show and of some season that it names; nothing where they always did. See
        `Credit.known_from`.
        """
        seasons = apps.get_model("shows", "Season")._default_manager
        named = seasons.filter(credits=OuterRef("pk"))
        secret = _made_for(_news_of("season", "pk"), "created_at")
        is_secret = Exists(named) & ~Exists(named.filter(~Exists(secret)))
        of_show = _news_of("show", "show")
        of_seasons = _news_of("season__credits", "pk")
        return self.annotate(
            show_from=Case(
                When(
                    Exists(_made_for(of_show, "show__created_at")),
                    then=_first_public(of_show),
                )
            ),
            seasons_from=Case(When(is_secret, then=_first_public(of_seasons))),
        )

    def of_season(self, season: "Season") -> Self:
        """Credits of that season, and those of the whole show."""
        links = self.model.seasons.through._default_manager
        named = links.filter(credit=OuterRef("pk"))
        return self.filter(
            Exists(named.filter(season=season)) | ~Exists(named), show=season.show_id
        )


class TrailerQuerySet(models.QuerySet["Trailer"]):
    def named(self, text: str) -> Self:
        return self.filter(show__in=_shows_named(text))

    def public(self, at: datetime) -> Self:
        """Without those whose only announcements, or their season's, are to come."""
        return self.filter(
            _may_be_known("trailer", at, kind="trailer_out"),
            _may_be_known("season", at, of="season", made="season__created_at"),
        )

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            _known_to("trailer", user, at),
            _known_to("season", user, at, of="season"),
            _known_to("show", user, at, of="show"),
        )


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """
    Grows only. `repoint` exists for merging, which changes no word of the news, and
    `hold_until` for embargoes, while readers know of nothing yet.
    """

    def named(self, text: str) -> Self:
        return self.filter(show__in=_shows_named(text))

    def public(self, at: datetime) -> Self:
        """What readers may know at that moment and nobody has withdrawn by then."""
        return (
            self.filter(public_from__lte=at)
            .exclude(kind="withdrawal")
            .exclude(withdrawal__public_from__lte=at)
        )

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """
        What this member of staff may read: editors all, others what readers may know
        and what waits for an embargo that they know of by their own stories.
        """
        if user.has_perm("shows.view_embargo"):
            return self
        return self.filter(
            Q(public_from__lte=at)
            | is_known(user, "embargo") & Q(embargo__cancelled_at=None)
        )

    def for_timeline(self) -> Self:
        """
        Everything a line of a timeline touches, and no more: PostgreSQL spent fifty
        times as long on planning a join of ten tables as on running it.
        """
        return self.select_related("season", "part", "person", "platform")

    def repoint(self, **owner: Any) -> int:
        """Hand announcements over to the row another one was merged into."""
        if not owner.keys() <= {
            "show",
            "season",
            "part",
            "person",
            "platform",
            "trailer",
        }:
            raise AppendOnlyError
        return super().update(**owner)

    def hold_until(self, moment: datetime, now: datetime) -> int:
        """Let readers know at another moment of what they do not know yet."""
        return models.QuerySet.update(
            self.filter(public_from__gt=now), public_from=moment
        )

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """
        Editors decide all; others see what they proposed, and what imports did about
        shows of which they may know.
        """
        if user.has_perm("shows.decide_proposal"):
            return self
        if not user.has_perm("shows.view_proposal"):
            return self.none()
        own = Q(proposed_by=user.pk)
        known = _known_to("show", user, at, of="show")
        return self.filter(own | Q(known, proposed_by=None))


class FactQuerySet(models.QuerySet["Fact"]):
    def at(self, moment: datetime) -> Self:
        """What was, is or will be public at that moment."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
            valid_from__lte=moment,
        )

    def ending_after(self, moment: datetime) -> Self:
        """What holds then, and all that is still to come."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=moment))

    def confirmed(self) -> Self:
        return self.filter(certainty="confirmed")

    def passed_unconfirmed(self, at: datetime) -> Self:
        """
        Confirmed release dates that lie behind us everywhere on Earth at a moment,
        while the status of their subject still says that it is to come out then. One
        for each subject: that of everywhere or, without one, of the first place.
        """
        held = self.model._default_manager.at(at)
        dates = held.filter(show=OuterRef("show"), field="release_date")
        return (
            self.at(at)
            .confirmed()
            .filter(_has_passed(at), field="release_date", show__merged_into=None)
            .annotate(subject=Substr("slot", 1, StrIndex("slot", Value("|"))))
            .filter(
                Exists(
                    held.filter(
                        show=OuterRef("show"),
                        slot=Concat(OuterRef("subject"), Value("status")),
                        value="dated",
                        is_leading=True,
                    )
                ),
                ~Exists(
                    dates.filter(
                        slot__startswith=OuterRef("subject"), slot__lt=OuterRef("slot")
                    )
                ),
            )
        )

    def leading(self) -> Self:
        """What lists go by: confirmed or, where nothing is, the newest report."""
        return self.filter(is_leading=True)

    def about(self, show: "Show") -> Self:
        return self.filter(show=show)

    def for_print(self) -> Self:
        """Everything a printed fact touches, people excepted."""
        return self.select_related(*PRINTED).only(
            *self._own_columns(), *PRINTED_COLUMNS
        )

    def for_cast(self) -> Self:
        """The same with people and their portraits, for facts about roles."""
        return self.select_related(*PRINTED, "person__portrait").only(
            *self._own_columns(), *PRINTED_COLUMNS, *PERSON
        )

    def for_sentences(self) -> Self:
        """The same with the names of their shows."""
        return self.select_related(*PRINTED, "show", "person__portrait").only(
            *self._own_columns(),
            *PRINTED_COLUMNS,
            *PERSON,
            "show__slug",
            "show__title",
        )

    def _own_columns(self) -> list[str]:
        return [field.name for field in self.model._meta.concrete_fields]


def _has_passed(at: datetime) -> Q:
    """As `wording.has_passed`, asked of the database."""
    day = (at.astimezone(UTC) - timedelta(hours=12)).date()
    month = day.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    begun = {
        "day": day,
        "month": month,
        "quarter": quarter,
        "year": month.replace(month=1),
    }
    passed = Q(precision="minute", moment__lte=at)
    for precision, first in begun.items():
        passed |= Q(precision=precision, date__lt=first)
    return passed


def _leading_facts(at: datetime) -> "models.QuerySet[Fact]":
    facts = apps.get_model("shows", "Fact")._default_manager
    return facts.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        is_leading=True,
        valid_from__lte=at,
    )


def _shows_named(text: str) -> Any:
    shows = apps.get_model("shows", "Show")._default_manager.all()
    return _named(shows, "ShowName", "show", text).order_by().values("pk")


def _named(rows: Any, model: str, owner: str, text: str) -> Any:
    """
    The rows in whose names every typed word begins some word.

    One word may begin thousands of names; the first of them by name will do for
    choosing, and the index of the keys gives those without reading the others.
    """
    names = apps.get_model("shows", model)._default_manager
    words = fold(text[:MOST_FOUND]).split(" ")[:MOST_SEARCH_WORDS]
    if len(words) == 1:
        found = names.filter(key__prefix=words[0]).order_by("key", "pk").values(owner)
        return rows.filter(pk__in=found[:MOST_FOUND]) if words[0] else rows.none()
    for word in words:
        rows = rows.filter(pk__in=names.filter(key__prefix=word).values(owner))
    return rows
