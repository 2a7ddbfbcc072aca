"""
The full-text index of `DeskEntry`, and an entry for every story there is.

PostgreSQL keeps the words in a generated column. SQLite keeps an index of its own,
which triggers write: nothing of it can be forgotten, whoever writes the table.

What fills the entries is a copy of `articles.search.at_the_desk` as it was; how text is folded
does not change without every key in the database.
"""

from django.db import migrations

from articles.body.sanitising import plain_text
from images.search import fold

MOST_CHARACTERS = 150_000
WORDS_OF = (
    "headline",
    "standfirst",
    "seo_title",
    "seo_description",
    "verdict",
    "lead_caption",
)

POSTGRESQL = [
    """
    ALTER TABLE articles_deskentry ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, text)) STORED
    """,
    """
    CREATE INDEX articles_desk_words ON articles_deskentry USING gin (words)
    """,
]
UNDO_POSTGRESQL = ["ALTER TABLE articles_deskentry DROP COLUMN words"]

# Marks that are part of a word stay in it; the text is folded already.
SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_deskentry_words USING fts5(
        text,
        content='articles_deskentry',
        content_rowid='article_id',
        prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
    )
    """,
    """
    CREATE TRIGGER articles_deskentry_enters AFTER INSERT ON articles_deskentry
    BEGIN
        INSERT INTO articles_deskentry_words (rowid, text)
        VALUES (new.article_id, new.text);
    END
    """,
    """
    CREATE TRIGGER articles_deskentry_leaves AFTER DELETE ON articles_deskentry
    BEGIN
        INSERT INTO articles_deskentry_words (articles_deskentry_words, rowid, text)
        VALUES ('delete', old.article_id, old.text);
    END
    """,
    """
    CREATE TRIGGER articles_deskentry_changes AFTER UPDATE ON articles_deskentry
    WHEN old.text IS NOT new.text OR old.article_id IS NOT new.article_id
    BEGIN
        INSERT INTO articles_deskentry_words (articles_deskentry_words, rowid, text)
        VALUES ('delete', old.article_id, old.text);
        INSERT INTO articles_deskentry_words (rowid, text)
        VALUES (new.article_id, new.text);
    END
    """,
]
UNDO_SQLITE = [
    "DROP TRIGGER articles_deskentry_enters",
    "DROP TRIGGER articles_deskentry_leaves",
    "DROP TRIGGER articles_deskentry_changes",
    "DROP TABLE articles_deskentry_words",
]


def run(by_vendor):
    def on_this_database(apps, schema_editor):
        for statement in by_vendor[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return on_this_database


def enter_all(apps, schema_editor):
    Version = apps.get_model("articles", "Version")
    DeskEntry = apps.get_model("articles", "DeskEntry")
    for article in (
        apps.get_model("articles", "Article")
        .objects.filter(latest_number__gt=0)
        .only("pk", "latest_number")
        .iterator(chunk_size=500)
    ):
        versions = Version.objects.filter(article_id=article.pk)
        latest = versions.filter(number=article.latest_number).first()
        windows = versions.filter(live_from__isnull=False).order_by("-live_from")
        newest = windows.values("number", "live_from", "live_until").first() or {}
        number = newest.get("number")
        DeskEntry.objects.create(
            article_id=article.pk,
            text=words_of(latest) if latest else "",
            newest_window=number,
            goes_out_at=newest.get("live_from"),
            closes_at=newest.get("live_until"),
            has_changes=number is not None and article.latest_number > number,
        )


def words_of(version):
    said = [getattr(version, name) for name in WORDS_OF]
    body = plain_text(version.body[: 4 * MOST_CHARACTERS])
    tags = version.content.get("tags", [])
    return fold("\n".join([*said, body, *tags]))[:MOST_CHARACTERS]


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_stories_are_found_by_their_words")]

    operations = [
        migrations.RunPython(
            run({"postgresql": POSTGRESQL, "sqlite": SQLITE}),
            run({"postgresql": UNDO_POSTGRESQL, "sqlite": UNDO_SQLITE}),
        ),
        migrations.RunPython(enter_all, migrations.RunPython.noop, elidable=True),
    ]
