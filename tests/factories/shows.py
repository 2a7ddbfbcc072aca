from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from shows import facts
from shows.models import (
    Announcement,
    Country,
    Credit,
    Episode,
    Genre,
    Person,
    Platform,
    Season,
    SeasonPart,
    Show,
    Trailer,
)

from .desk import make_editor


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = Platform
        django_get_or_create = ["name"]

    name = "Netflix"


class GenreFactory(DjangoModelFactory):
    class Meta:
        model = Genre
        django_get_or_create = ["name"]

    name = "Drama"


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["name"]

    name = "South Korea"
    code = "KR"


class ShowFactory(DjangoModelFactory):
    class Meta:
        model = Show
        skip_postgeneration_save = True

    class Params:
        film = factory.Trait(kind=Show.Kind.FILM)

    title = factory.Sequence(lambda n: f"Show {n}")

    @factory.post_generation
    def genres(show: Show, create: bool, genres: Any) -> None:
        if genres:
            show.genres.set(genres)

    @factory.post_generation
    def countries(show: Show, create: bool, countries: Any) -> None:
        if countries:
            show.countries.set(countries)


class SeasonFactory(DjangoModelFactory):
    class Meta:
        model = Season

    show = factory.SubFactory(ShowFactory)
    number = 1


class SeasonPartFactory(DjangoModelFactory):
    class Meta:
        model = SeasonPart

    season = factory.SubFactory(SeasonFactory)
    number = 1


class EpisodeFactory(DjangoModelFactory):
    class Meta:
        model = Episode

    season = factory.SubFactory(SeasonFactory)
    number = factory.Sequence(lambda n: n + 1)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")


class CreditFactory(DjangoModelFactory):
    class Meta:
        model = Credit
        skip_postgeneration_save = True

    class Params:
        director = factory.Trait(kind=Credit.Kind.CREW, job="Director")
        guest = factory.Trait(kind=Credit.Kind.GUEST)

    show = factory.SubFactory(ShowFactory)
    person = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def seasons(credit: Credit, create: bool, seasons: Any) -> None:
        if seasons:
            credit.seasons.set(seasons)


class TrailerFactory(DjangoModelFactory):
    class Meta:
        model = Trailer

    show = factory.SubFactory(ShowFactory)
    key = factory.Sequence(lambda n: f"video{n}")
    title = "Official trailer"


class AnnouncementFactory(DjangoModelFactory):
    """Recorded by the step, as everything that is announced."""

    class Meta:
        model = Announcement

    show = factory.SubFactory(ShowFactory)
    kind = Announcement.Kind.RENEWED
    announced_on = date(2022, 6, 6)
    source_name = "Netflix"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Announcement:
        kwargs.setdefault("by", make_editor())
        return facts.record(**kwargs)
