"""Faults at the worst moment. Run by `make torture`, on both databases."""

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

pytestmark = [pytest.mark.torture, pytest.mark.django_db(transaction=True)]

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
for number in range(100_000):
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


def test_eight_writers_at_once_lose_no_save():
    writers, saves = 8, 40
    articles = ArticleFactory.create_batch(writers)

    def write(article: Article) -> int:
        try:
            for number in range(saves):
                words = contents.capture(article) | {"body": f"<p>Draft {number}.</p>"}
                publishing.save_version(article, words, by=article.owner)
            return article.versions.count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(writers) as pool:
        counts = list(pool.map(write, articles))

    assert counts == [saves + 1] * writers


def test_eight_writers_of_one_story_number_its_versions_without_gap():
    article = ArticleFactory()
    editor = make_editor()

    def write(writer: int) -> None:
        try:
            mine = Article.objects.get(pk=article.pk)
            for number in range(20):
                words = contents.capture(mine) | {"body": f"<p>{writer}/{number}</p>"}
                publishing.save_version(mine, words, by=editor)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    numbers = article.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 8 * 20 + 2))


def test_a_killed_worker_leaves_whole_stories_and_every_acknowledged_save():
    article = ArticleFactory()
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    for kill in range(20):
        worker = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(article.pk), f"Kill {kill}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout.readline() == "ready\n"
        # Each time at another point of a save.
        time.sleep(0.05 + kill * 0.017)
        worker.kill()
        acknowledged = [int(line) for line in worker.stdout if line.endswith("\n")]
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
