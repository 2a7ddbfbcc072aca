from django.db import migrations

# Two confirmed facts of one slot never hold at once. The portable constraints forbid
# two open ones; PostgreSQL can forbid any overlap. A range over the hash of the slot
# spares the btree_gist extension, which not every hosted database lets one create.
FORBID = """
ALTER TABLE shows_fact ADD CONSTRAINT shows_confirmed_facts_do_not_overlap
EXCLUDE USING gist (
    int8range(hashtextextended(slot, 0), hashtextextended(slot, 0), '[]') WITH &&,
    tstzrange(valid_from, valid_until) WITH &&
) WHERE (certainty = 'confirmed')
"""
ALLOW = "ALTER TABLE shows_fact DROP CONSTRAINT shows_confirmed_facts_do_not_overlap"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("shows", "0001_initial")]

    operations = [
        migrations.RunPython(on_postgresql(FORBID), on_postgresql(ALLOW)),
    ]
