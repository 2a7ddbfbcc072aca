"""
Which stories the versions that readers see, or will see, lead to.

A copy of what `articles.body.linked` reads, as it was: migrations use no code that changes.
"""

import re

from django.db import migrations

EMBED = re.compile(r'data-embed="article" data-id="([1-9][0-9]{0,17})"')
LINK = re.compile(r'<a href="(?:https?://[^/"]+)?/articles/([^/"?#]+)/')


def add_links(apps, schema_editor):
    Version = apps.get_model("articles", "Version")
    VersionLink = apps.get_model("articles", "VersionLink")
    Article = apps.get_model("articles", "Article")
    versions = Version.objects.filter(live_from__isnull=False).only("pk", "body")
    for version in versions.iterator(chunk_size=500):
        embedded = [int(match) for match in EMBED.findall(version.body)]
        found = Article.objects.filter(pk__in=embedded) | Article.objects.filter(
            slug__in=LINK.findall(version.body)
        )
        VersionLink.objects.bulk_create(
            VersionLink(version=version, article_id=pk)
            for pk in found.values_list("pk", flat=True)
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_review_holds_notes_and_log")]

    operations = [migrations.RunPython(add_links, migrations.RunPython.noop)]
