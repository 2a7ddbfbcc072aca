"""
Shows, seasons and people as structured data (schema.org).

Search engines print what stands here as fact, so a date gets in only once it is
confirmed to the day, and nobody by a rumour.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from images.addresses import on_site
from images.structured import Node, picture, said

from .cast import CastList, Member
from .models import Country, Credit, Genre, OtherTitle, Person, Season, Show
from .printing import PrintedFact, ShowFacts, SubjectFacts
from .releases import TO_THE_DAY

MOST_ACTORS = 20
TYPES = {
    Show.Kind.SERIES: "TVSeries",
    Show.Kind.LIMITED: "TVSeries",
    Show.Kind.FILM: "Movie",
    Show.Kind.SPECIAL: "Movie",
}
# What schema.org calls the jobs that it knows.
JOBS = {"creator": "creator", "director": "director", "writer": "author"}


def show_reference(show: Show) -> Node:
    """A show as other things name it; its own page says the rest under the same id."""
    address = on_site(show.get_absolute_url())
    return {
        "@type": TYPES[Show.Kind(show.kind)],
        "@id": f"{address}#show",
        "name": show.title,
        "url": address,
    }


def season_reference(show: Show, number: int) -> Node:
    return {**_season(show, number), "partOfSeries": show_reference(show)}


def person_reference(name: str, slug: str) -> Node:
    address = on_site(Person(name=name, slug=slug).get_absolute_url())
    return {"@type": "Person", "name": name, "url": address}


def show_page(
    show: Show,
    *,
    at: datetime,
    facts: ShowFacts,
    people: CastList,
    seasons: Sequence[Season],
    genres: Iterable[Genre],
    countries: Iterable[Country],
    other_titles: Iterable[OtherTitle],
) -> Node:
    """What the page of a show knows about it."""
    names = [show.original_title, *(other.title for other in other_titles)]
    first = next((each for each in seasons if each.number == 1), None)
    node = {
        **show_reference(show),
        "alternateName": [name for name in names if name and name != show.title],
        "description": show.synopsis,
        "image": picture(show.poster, "poster", at),
        "genre": [genre.name for genre in genres],
        "countryOfOrigin": [
            {"@type": "Country", "name": country.name} for country in countries
        ],
        "contentRating": show.certificate,
        "actor": _actors(people),
        **_crew(people),
        "sameAs": _elsewhere(show, "title", "tv" if show.has_seasons else "movie"),
    }
    if not show.has_seasons:
        minutes = f"PT{show.runtime}M" if show.runtime else ""
        return said({**node, "datePublished": day_of(facts), "duration": minutes})
    numbered = [season for season in seasons if season.number]
    began = day_of(facts) or (day_of(facts.season(first)) if first else "")
    return said(
        {
            **node,
            "startDate": began,
            "numberOfSeasons": len(numbered) or None,
            "containsSeason": [
                said(
                    {
                        **_season(show, season.number),
                        "startDate": day_of(facts.season(season)),
                    }
                )
                for season in numbered
            ],
        }
    )


def season_page(
    season: Season,
    *,
    at: datetime,
    facts: SubjectFacts,
    people: CastList,
) -> Node:
    """What the page of a season knows about it."""
    return said(
        {
            **season_reference(season.show, season.number),
            "description": season.synopsis,
            "image": picture(season.show.poster, "poster", at),
            "startDate": day_of(facts),
            "numberOfEpisodes": _episodes(facts.episode_count),
            "actor": _actors(people),
        }
    )


def person_page(person: Person, credits: Iterable[Credit], *, at: datetime) -> Node:
    """What the page of a person knows about them."""
    crew = (credit.job for credit in credits if credit.job)
    return said(
        {
            **person_reference(person.name, person.slug),
            "description": person.biography,
            "image": picture(person.portrait, "portrait", at),
            "jobTitle": list(dict.fromkeys(crew))[:5],
            "sameAs": _elsewhere(person, "name", "person"),
        }
    )


def _season(show: Show, number: int) -> Node:
    season = Season(show=show, number=number)
    address = on_site(season.get_absolute_url())
    return {
        "@type": "TVSeason",
        "@id": f"{address}#season",
        "name": f"{show.title}, {season.name}",
        "seasonNumber": number,
        "url": address,
    }


def day_of(facts: SubjectFacts) -> str:
    """The day of release, if it is confirmed and known to the day."""
    release = facts.release
    if release is None or not release.is_confirmed:
        return ""
    fact = release.fact
    return fact.date.isoformat() if fact.date and fact.precision in TO_THE_DAY else ""


def _episodes(count: PrintedFact | None) -> int | None:
    return count.fact.number if count and count.is_confirmed else None


def _actors(people: CastList) -> list[Node]:
    return _references(people.cast)


def _crew(people: CastList) -> dict[str, list[Node]]:
    return {
        name: _references(m for m in people.crew if m.job.lower() == job)
        for job, name in JOBS.items()
    }


def _references(members: Iterable[Member]) -> list[Node]:
    """Each person once, however many parts they play."""
    once = {member.person.pk: member.person for member in members}
    return [
        person_reference(person.name, person.slug)
        for person in list(once.values())[:MOST_ACTORS]
    ]


def _elsewhere(row: Show | Person, imdb: str, tmdb: str) -> list[str]:
    """The same on other sites, by the ids that are stored."""
    found = []
    if row.imdb_id:
        found.append(f"https://www.imdb.com/{imdb}/{row.imdb_id}/")
    if row.tmdb_id:
        found.append(f"https://www.themoviedb.org/{tmdb}/{row.tmdb_id}")
    return found
