"""
What it costs to record news about a show with very many stories, flags included.

The stories are copies in bulk of a few whose claims were really read: reading texts is
a part of saving them, not of recording news.
"""

import sys
import time
from datetime import date
from itertools import islice

import django

FEW = 10
SENTENCES = [
    "Bench Lights has not been renewed for a second season.",
    "Season 2 of Bench Lights has no release date.",
    "Bench Lights season 2 will be released in {year}.",
    "Season 2 of Bench Lights has {count} episodes.",
    "The series streams on Netflix.",
]
DIFFERENT = 40


def main(count: int) -> None:
    few, flagged_few, _ = record_news("Few", FEW)
    many, flagged, opened = record_news("Many", count)
    told = "complete" if flagged == count * flagged_few // FEW else "INCOMPLETE"
    print(
        f"News about a show with {count} stories: {many * 1000:.0f} ms with {flagged} "
        f"flags, {told} ({many / few:.1f} times that of {FEW} stories, {few * 1000:.0f} "
        f"ms); the desk opens in {opened * 1000:.0f} ms."
    )
    if many > 1 or told != "complete":
        sys.exit("It has to take less than a second, and flag them all.")


def record_news(name: str, count: int) -> tuple[float, int, float]:
    """Seconds for an announcement, how many flags it made, seconds for the desk."""
    from django.utils import timezone

    from articles.news.needing import Queue, claims_in_doubt
    from authors.models import User
    from shows import facts
    from tests.factories.shows import SeasonFactory, ShowFactory

    show = ShowFactory(title="Bench Lights", slug=f"bench-lights-{name.lower()}")
    seasons = [SeasonFactory(show=show, number=number) for number in (1, 2)]
    fill(show, count)
    admin = User.objects.filter(is_superuser=True).first()
    before = claims_in_doubt(None, timezone.now()).count()

    start = time.perf_counter()
    facts.record(
        by=admin, kind="date_set", show=show, season=seasons[1], source_name="Bench",
        announced_on=date(2026, 6, 6), date=date(2031, 3, 12), precision="day",
    )  # fmt: skip
    taken = time.perf_counter() - start

    now = timezone.now()
    flagged = claims_in_doubt(None, now).count() - before
    start = time.perf_counter()
    queue = Queue(admin, now)
    queue.read(queue.keys[:25])
    return taken, flagged, time.perf_counter() - start


def fill(show, count: int) -> None:
    from django.utils import timezone

    from articles import content as contents
    from articles.models import Article, Claim, Section, Version
    from articles.news import claiming
    from authors.models import User

    now = timezone.now()
    admin = User.objects.filter(is_superuser=True).first()
    section = Section.objects.first()
    content = contents.empty() | {"shows": [{"show": show.pk, "is_primary": True}]}
    articles = Article.objects.bulk_create(
        (
            Article(
                slug=f"{show.slug}-{number}", owner=admin, kind="explainer",
                headline=f"A guide {number}", section=section, latest_number=1,
            )
            for number in range(count)
        ),
        batch_size=500,
    )  # fmt: skip
    versions = Version.objects.bulk_create(
        (
            Version(
                article=article, number=1, by=admin, content=content, kind="explainer",
                headline=article.headline, body=body_of(number), section=section,
                live_from=now, published_at=now, updated_at=now,
            )
            for number, article in enumerate(articles)
        ),
        batch_size=500,
    )  # fmt: skip
    read = [claiming.read(version) for version in islice(versions, DIFFERENT)]
    copies = []
    for number, version in enumerate(versions[DIFFERENT:], DIFFERENT):
        for claim in read[number % DIFFERENT]:
            copies.append(
                Claim(
                    version=version, statement_id=claim.statement_id,
                    place=claim.place, block=claim.block, start=claim.start,
                    end=claim.end, sentence=claim.sentence, key=claim.key,
                    said_on=claim.said_on,
                )
            )  # fmt: skip
    Claim.objects.bulk_create(copies, batch_size=500)


def body_of(number: int) -> str:
    number %= DIFFERENT if number >= FEW else FEW
    year, count = 2028 + number % 10, 6 + number % 20
    said = [each.format(year=year, count=count) for each in SENTENCES]
    return "".join(f"<p>{each}</p>" for each in said)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
