"""Puts the shows of the demo into the catalogue, each with its news in its own time."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from authors.models import User
from shows import facts
from shows.models import (
    Announcement,
    Country,
    Credit,
    Episode,
    Genre,
    Language,
    OldShowAddress,
    OtherSpelling,
    OtherTitle,
    Person,
    Platform,
    Season,
    SeasonPart,
    Show,
    Trailer,
)

from .entries import News, Role, ShowEntry, Source, TrailerEntry
from .library import Library
from .people import BIOGRAPHIES, SPELLINGS
from .places import COUNTRIES, LANGUAGES, PLATFORMS


@transaction.atomic
def load_show(entry: ShowEntry, by: User, library: Library) -> bool:
    """A show with all that is known about it; False where there is one already."""
    if find_show(entry.slug or entry.key):
        return False
    show = Show.objects.create(
        slug=entry.slug or entry.key,
        kind=entry.kind,
        title=entry.title,
        original_title=entry.original_title,
        synopsis=entry.synopsis,
        year=entry.year,
        runtime=entry.runtime,
        based_on=entry.based_on,
        poster=library.poster(entry),
        backdrop=library.scene(entry.key),
    )
    for title in entry.other_titles:
        OtherTitle.objects.create(show=show, title=title)
    show.countries.set(_country(code) for code in entry.countries)
    show.languages.set(_language(code) for code in entry.languages)
    show.genres.set(Genre.objects.get_or_create(name=name)[0] for name in entry.genres)
    for season_entry in entry.seasons:
        season = Season.objects.create(
            show=show,
            number=season_entry.number,
            title=season_entry.title,
            synopsis=season_entry.synopsis,
        )
        for number, title in enumerate(season_entry.parts, 1):
            SeasonPart.objects.create(season=season, number=number, title=title)
        Episode.objects.bulk_create(
            Episode(season=season, number=number, title=title or "")
            for number, title in enumerate(season_entry.episodes, 1)
        )
    seasons = {season.number: season for season in show.seasons.all()}
    _credit(show, seasons, entry.cast, Credit.Kind.CAST)
    _credit(show, seasons, entry.crew, Credit.Kind.CREW)
    for news in _in_single_statements(entry.news):
        _record(show, seasons, news, by)
    for trailer in entry.trailers:
        _add_trailer(show, seasons, trailer, by)
    _date_news_back(show)
    return True


def find_show(slug: str) -> Show | None:
    show = Show.objects.filter(slug=slug).first()
    if show is None:
        old = OldShowAddress.objects.filter(slug=slug).select_related("show").first()
        show = old.show if old else None
    return show


def find_person(name: str) -> Person:
    """The person of this name, who is made with all known spellings if need be."""
    person = Person.objects.filter(name=name).order_by("pk").first()
    if person is None:
        person = Person.objects.create(name=name, biography=BIOGRAPHIES.get(name, ""))
        for spelling in SPELLINGS.get(name, ()):
            OtherSpelling.objects.create(person=person, name=spelling)
    return person


def _country(code: str) -> Country:
    name = COUNTRIES[code]
    country = Country.objects.filter(Q(code=code) | Q(name=name)).first()
    return country or Country.objects.create(code=code, name=name)


def _language(code: str) -> Language:
    name = LANGUAGES[code]
    language = Language.objects.filter(Q(code=code) | Q(name=name)).first()
    return language or Language.objects.create(code=code, name=name)


def _credit(
    show: Show, seasons: dict[int, Season], roles: Iterable[Role], kind: str
) -> None:
    for billing, role in enumerate(roles, 1):
        credit = Credit.objects.create(
            show=show,
            person=find_person(role.person),
            kind=kind,
            character=role.character,
            job=role.job,
            billing=billing,
        )
        credit.seasons.set(seasons[number] for number in role.seasons)


def _in_single_statements(news: Iterable[News]) -> Iterable[News]:
    """
    A release and its number of episodes are two announcements of one source.

    News from after today is left out: the clock of this machine may be behind.
    """
    today = timezone.localdate()
    for item in news:
        if item.source.day > today:
            continue
        if item.kind == Announcement.Kind.RELEASED and item.number:
            yield item._replace(number=None)
            yield News(
                Announcement.Kind.EPISODE_COUNT,
                item.source,
                season=item.season,
                part=item.part,
                number=item.number,
                certainty=item.certainty,
            )
        else:
            yield item


def _record(show: Show, seasons: dict[int, Season], news: News, by: User) -> None:
    season = seasons[news.season] if news.season is not None else None
    day, precision = _day(news.date)
    facts.record(
        by=by,
        kind=news.kind,
        show=show,
        season=season,
        part=season.parts.get(number=news.part) if season and news.part else None,
        person=find_person(news.person) if news.person else None,
        character=news.character,
        job=news.job,
        platform=_platform(news.platform) if news.platform else None,
        territory=news.territory,
        date=day,
        precision=precision,
        number=news.number,
        certainty=news.certainty,
        source_name=news.source.name,
        source_url=news.source.url,
        announced_on=news.source.day,
        note=_note(news.source, news.note),
    )


def _date_news_back(show: Show) -> None:
    """As if it had been recorded in its day; the usual manager only lets news grow."""
    Announcement._base_manager.filter(show=show).update(recorded_at=F("public_from"))


def _add_trailer(
    show: Show, seasons: dict[int, Season], entry: TrailerEntry, by: User
) -> None:
    season = seasons[entry.season] if entry.season is not None else None
    trailer = Trailer.objects.create(
        show=show,
        season=season,
        key=entry.key,
        title=entry.title,
        poster=show.backdrop,
        published_on=entry.source.day if entry.source else None,
    )
    if entry.source:
        facts.record(
            by=by,
            kind=Announcement.Kind.TRAILER_OUT,
            show=show,
            season=season,
            trailer=trailer,
            source_name=entry.source.name,
            source_url=entry.source.url,
            announced_on=entry.source.day,
        )


def _platform(name: str) -> Platform:
    return Platform.objects.get_or_create(
        name=name, defaults={"kind": PLATFORMS[name]}
    )[0]


def _note(source: Source, note: str) -> str:
    if not source.roughly:
        return note
    return (
        f"{note} The page gives no day; the one recorded is the nearest known.".strip()
    )


def _day(text: str) -> tuple[date | None, str]:
    """2027, 2027-Q1, 2027-03 or 2027-03-04, as a first day and a precision."""
    if not text:
        return None, ""
    year, _, rest = text.partition("-")
    if not rest:
        return date(int(year), 1, 1), "year"
    if rest.startswith("Q"):
        return date(int(year), 3 * int(rest[1]) - 2, 1), "quarter"
    if "-" not in rest:
        return date(int(year), int(rest), 1), "month"
    return date.fromisoformat(text), "day"
