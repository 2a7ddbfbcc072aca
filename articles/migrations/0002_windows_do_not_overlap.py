from django.db import migrations

# The same promise is kept on SQLite by the locked steps in articles/publishing.
# Deferred, because moving a schedule passes through an overlap.
ADD = """
ALTER TABLE articles_version
ADD CONSTRAINT articles_windows_do_not_overlap
EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&)
WHERE (live_from IS NOT NULL)
DEFERRABLE INITIALLY DEFERRED
"""
REMOVE = "ALTER TABLE articles_version DROP CONSTRAINT articles_windows_do_not_overlap"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        # Ships with PostgreSQL and may be made by the owner of the database.
        migrations.RunPython(
            on_postgresql("CREATE EXTENSION IF NOT EXISTS btree_gist"),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE)),
    ]
