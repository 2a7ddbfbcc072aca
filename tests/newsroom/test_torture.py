"""
Faults at the worst moment, on both databases: a short slice of each with every test
run, at length by `make torture`.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections

from articles import content as contents, publishing
from articles.models import Article, Version
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


def slices(short: int, long: int) -> list:
    return [short, pytest.param(long, marks=pytest.mark.torture)]


# A worker that saves one story after another and says so once each is acknowledged.
SAVER = """
import sys, django
django.setup()
from articles import content, publishing
from articles.models import Article
from authors.models import User
article = Article.objects.get(pk=sys.argv[1])
writer = article.owner
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    text = f"<p>{sys.argv[2]} paragraph {number}.</p>" * 50
    words = content.capture(article) | {"body": text, "tags": [f"tag {number}"]}
    version = publishing.save_version(article, words, by=writer)
    print(version.number, flush=True)
"""


def database_address() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    secret = quote(settings["PASSWORD"], safe="")
    return (
        f"postgres://{settings['USER']}:{secret}@{settings['HOST']}:{settings['PORT']}"
        f"/{settings['NAME']}"
    )


def start_saver(article: Article, words: str, saves: int) -> subprocess.Popen:
    """An own process of the app that saves one story again and again."""
    return subprocess.Popen(
        [sys.executable, "-c", SAVER, str(article.pk), words, str(saves)],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": database_address(),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("saves", slices(3, 150))
def test_eight_processes_saving_at_once_lose_no_save(saves):
    articles = ArticleFactory.create_batch(8)
    savers = [start_saver(article, "At once", saves) for article in articles]

    # "database is locked" would end a saver early.
    said = [saver.communicate()[0].split() for saver in savers]

    assert [saver.returncode for saver in savers] == [0] * 8
    assert [len(lines) for lines in said] == [saves + 1] * 8
    assert [article.versions.count() for article in articles] == [saves + 1] * 8


@pytest.mark.parametrize("saves", slices(3, 20))
def test_eight_writers_of_one_story_number_its_versions_without_gap(saves):
    article = ArticleFactory()
    editor = make_editor()

    def write(writer: int) -> None:
        try:
            mine = Article.objects.get(pk=article.pk)
            for number in range(saves):
                words = contents.capture(mine) | {"body": f"<p>{writer}/{number}</p>"}
                publishing.save_version(mine, words, by=editor)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    numbers = article.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 8 * saves + 2))


@pytest.mark.parametrize("kills", slices(2, 50))
def test_a_killed_worker_leaves_whole_stories_and_every_acknowledged_save(kills):
    article = ArticleFactory()
    for kill in range(kills):
        worker = start_saver(article, f"Kill {kill}", 100_000)
        assert worker.stdout.readline() == "ready\n"
        first = int(worker.stdout.readline())
        # Each time at another point of a later save.
        time.sleep(0.05 + kill * 0.013)
        worker.kill()
        rest = [int(line) for line in worker.stdout if line.endswith("\n")]
        acknowledged = [first, *rest]
        worker.wait()
        worker.stdout.close()

        article.refresh_from_db()
        latest = article.versions.first()
        kept = set(article.versions.values_list("number", flat=True))
        assert set(acknowledged) <= kept
        assert article.latest_number == latest.number
        assert article.body == latest.body == latest.content["body"]
        assert sorted(article.tags.names()) == sorted(latest.content["tags"])

    assert Version.objects.filter(article=article).count() > 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
