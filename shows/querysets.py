"""Shows, seasons, people and what hangs on them: which there are for whom, and how found."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.fields.json import KT

from images.search import fold

from .knowing import first_public, is_known_to, made_for, may_be_known, news_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from .models import (  # noqa: F401
        Credit,
        Episode,
        Fact,
        Person,
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

# How many name rows a search looks at; more would not help anybody choose.
MOST_FOUND = 200
MOST_SEARCH_WORDS = 5


def _credits() -> "CreditQuerySet":
    credits: CreditQuerySet = apps.get_model("shows", "Credit")._default_manager.all()
    return credits


def _is_credited(among: "CreditQuerySet") -> Q:
    return Q(Exists(among.filter(person=OuterRef("pk"))))


class ShowQuerySet(models.QuerySet["Show"]):
    def listed(self) -> Self:
        """Without the rows that were merged into others."""
        return self.filter(merged_into__isnull=True)

    def public(self, at: datetime) -> Self:
        """Without shows of which nobody outside may know: all their news is to come."""
        return self.filter(may_be_known("show", at))

    def in_own_words(self) -> Self:
        """With a synopsis that somebody here wrote: no catalogue wrote it as it stands."""
        records = apps.get_model("shows", "CatalogueRecord")._default_manager
        imported = records.annotate(words=KT("written__synopsis")).filter(
            show=OuterRef("pk"), words=OuterRef("synopsis")
        )
        return self.exclude(synopsis="").filter(~Exists(imported))

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(is_known_to("show", user, at))

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
        return self.filter(may_be_known("person", at) | credited)

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        known = is_known_to("person", user, at)
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
        return self.filter(show__in=shows_named(text))

    def public(self, at: datetime) -> Self:
        """Without seasons whose every announcement is still to come."""
        return self.filter(may_be_known("season", at))

    def in_own_words(self) -> Self:
        return self.exclude(synopsis="")

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            is_known_to("season", user, at), is_known_to("show", user, at, of="show")
        )


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def named(self, text: str) -> Self:
        """By the show and, at the end, the number of the season: "all of us 2"."""
        seasons = apps.get_model("shows", "Season")._default_manager.all()
        return self.filter(season__in=seasons.named(text).order_by().values("pk"))

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            is_known_to("season", user, at, of="season"),
            is_known_to("show", user, at, of="season__show"),
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
            may_be_known("show", at, of="show", made="show__created_at")
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
            ~Exists(named) | Exists(known), is_known_to("show", user, at, of="show")
        )

    def with_moments(self) -> Self:
        """
        With `show_from` and `seasons_from`, the moments from which readers may know of
        its show and of some season that it names; nothing where they always did. See
        `Credit.known_from`.
        """
        seasons = apps.get_model("shows", "Season")._default_manager
        named = seasons.filter(credits=OuterRef("pk"))
        secret = made_for(news_of("season", "pk"), "created_at")
        is_secret = Exists(named) & ~Exists(named.filter(~Exists(secret)))
        of_show = news_of("show", "show")
        of_seasons = news_of("season__credits", "pk")
        return self.annotate(
            show_from=Case(
                When(
                    Exists(made_for(of_show, "show__created_at")),
                    then=first_public(of_show),
                )
            ),
            seasons_from=Case(When(is_secret, then=first_public(of_seasons))),
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
        return self.filter(show__in=shows_named(text))

    def public(self, at: datetime) -> Self:
        """Without those whose only announcements, or their season's, are to come."""
        return self.filter(
            may_be_known("trailer", at, kind="trailer_out"),
            may_be_known("season", at, of="season", made="season__created_at"),
        )

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """Without those that this member of staff may not know of before readers."""
        return self.filter(
            is_known_to("trailer", user, at),
            is_known_to("season", user, at, of="season"),
            is_known_to("show", user, at, of="show"),
        )


def _leading_facts(at: datetime) -> "models.QuerySet[Fact]":
    facts = apps.get_model("shows", "Fact")._default_manager
    return facts.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        is_leading=True,
        valid_from__lte=at,
    )


def shows_named(text: str) -> Any:
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
