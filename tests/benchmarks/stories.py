"""
Fill an empty database: shows with cast and news, and many stories about them.

The shows are made through the real steps; the stories in bulk, because a thousand
publications one by one would take longer than the whole bench.
"""

import random
import sys
from datetime import date, timedelta

import django
from django.db import connection
from django.utils import timezone

VOCABULARY = (
    "season series network cast writer premiere trailer story character episode finale "
    "audience critic director studio platform script camera rumour date return summer "
    "winter hero villain school city island signal house river mirror engine shadow "
    "light quiet bright sudden early late final first second new old true false open "
    "says shows tells finds loses keeps makes takes gives leaves joins moves turns "
    "with without about after before under over between because while when where"
)
WORDS = VOCABULARY.split()
AUTHORS = 12
SHOWS = 40
PICTURES = 60
TAGS = 30
SECTIONS = ("TV", "Film", "Anime", "K-drama", "Music")


def main(count: int) -> None:
    # Imported once Django is set up.
    from taggit.models import Tag

    from articles import content as contents
    from articles.body import sanitising
    from articles.models import (
        Article,
        SearchEntry,
        Section,
        Version,
        VersionAuthor,
        VersionName,
        VersionShow,
        VersionTag,
    )
    from articles.search.entering import entry_of
    from authors.models import Author
    from images.search import word_starts
    from tests.factories.authors import UserFactory
    from tests.factories.images import ImageFactory

    chance = random.Random(2026)
    now = timezone.now()
    admin = UserFactory(admin=True)
    pictures = [ImageFactory(without_files=True) for _ in range(PICTURES)]
    authors = [
        Author.objects.create(
            name=f"{words(chance, 2).title()} {number}",
            biography=paragraph(chance, 40),
            portrait=chance.choice(pictures),
        )
        for number in range(AUTHORS)
    ]
    sections = [
        Section.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
        for name in SECTIONS
    ]
    tags = [
        Tag.objects.create(name=f"{words(chance, 2)} {number}", slug=f"tag-{number}")
        for number in range(TAGS)
    ]
    shows = make_shows(chance, admin, pictures)

    articles = Article.objects.bulk_create(
        Article(
            slug=f"story-{number}",
            owner=admin,
            headline=f"{words(chance, 8).capitalize()} {number}",
            section=chance.choice(sections),
            lead_image=chance.choice(pictures),
            latest_number=1,
        )
        for number in range(count)
    )
    versions = []
    for number, article in enumerate(articles):
        published_at = now - timedelta(hours=3 * (count - number))
        body = sanitising.sanitise(
            make_body(chance, shows, articles[:number], pictures)
        )
        versions.append(
            Version(
                article=article,
                number=1,
                by=admin,
                content=contents.empty() | {"headline": article.headline, "body": body},
                kind=chance.choice(Article.Kind.values),
                headline=article.headline,
                standfirst=paragraph(chance, 25),
                body=body,
                excerpt=sanitising.excerpt(body),
                word_count=sanitising.word_count(body),
                section=article.section,
                lead_image=article.lead_image,
                live_from=published_at,
                published_at=published_at,
                updated_at=published_at,
                sources=[
                    {"name": "The studio", "url": "", "published_on": "2026-11-01"}
                ],
            )
        )
    versions = Version.objects.bulk_create(versions)
    VersionAuthor.objects.bulk_create(
        VersionAuthor(
            version=version,
            author=chance.choice(authors),
            published_at=version.published_at,
        )
        for version in versions
    )
    VersionShow.objects.bulk_create(
        VersionShow(
            version=version,
            show=show,
            is_primary=position == 0,
            position=position,
            published_at=version.published_at,
        )
        for version in versions
        for position, show in enumerate(chance.sample(shows, 2))
    )
    VersionTag.objects.bulk_create(
        VersionTag(version=version, tag=tag, published_at=version.published_at)
        for version in versions
        for tag in chance.sample(tags, 3)
    )
    SearchEntry.objects.bulk_create(
        (entry_of(version) for version in versions), batch_size=500
    )
    VersionName.objects.bulk_create(
        VersionName(version=version, key=key)
        for version in versions
        for key in word_starts(version.headline)
    )


def make_shows(chance: random.Random, admin, pictures: list) -> list:
    from shows import facts
    from shows.models import Announcement, Genre, Platform
    from tests.factories.shows import (
        CreditFactory,
        PersonFactory,
        SeasonFactory,
        ShowFactory,
    )

    platform, _ = Platform.objects.get_or_create(name="Netflix")
    genres = [
        Genre.objects.get_or_create(name=name)[0] for name in ("Drama", "Horror", "War")
    ]
    people = [
        PersonFactory(name=f"{words(chance, 2).title()} {number}")
        for number in range(SHOWS * 4)
    ]
    shows = []
    for number in range(SHOWS):
        show = ShowFactory(
            title=f"{words(chance, 3).title()} {number}",
            synopsis=paragraph(chance, 60),
            year=2020,
            poster=chance.choice(pictures),
            backdrop=chance.choice(pictures),
        )
        show.genres.set(chance.sample(genres, 2))
        seasons = [SeasonFactory(show=show, number=n) for n in (1, 2)]
        for person in chance.sample(people, 8):
            credit = CreditFactory(show=show, person=person, character=words(chance, 2))
            credit.seasons.set(seasons)
        common = {
            "by": admin,
            "show": show,
            "source_name": "The network",
            "announced_on": date(2024, 6, 6),
        }
        kinds = Announcement.Kind
        facts.record(**common, kind=kinds.RENEWED, season=seasons[1])
        facts.record(
            **common,
            kind=kinds.DATE_SET,
            season=seasons[1],
            date=date(2027, 3, 1),
            precision="month",
        )
        facts.record(**common, kind=kinds.PLATFORM_ADDED, platform=platform)
        shows.append(show)
    return shows


def make_body(chance: random.Random, shows: list, stories: list, pictures: list) -> str:
    """About 800 words below four headings, with one embed of each kind."""
    parts = []
    for _ in range(4):
        parts.append(f"<h2>{words(chance, 5).capitalize()}</h2>")
        parts += [f"<p>{paragraph(chance, 65)}</p>" for _ in range(3)]
    parts.insert(3, embed("show", chance.choice(shows)))
    parts.insert(7, embed("picture", chance.choice(pictures)))
    if stories:
        parts.insert(11, embed("article", chance.choice(stories)))
    return "".join(parts)


def embed(kind: str, target) -> str:
    return (
        f'<figure class="embed embed-{kind}" data-embed="{kind}" '
        f'data-id="{target.pk}"><figcaption>{target}</figcaption></figure>'
    )


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def paragraph(chance: random.Random, count: int) -> str:
    return words(chance, count).capitalize() + "."


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
    # What autovacuum does within minutes of any such load.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
