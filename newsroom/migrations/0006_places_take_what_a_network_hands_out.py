from typing import Any

from django.db import migrations, models
from django.utils.html import format_html, format_html_join

ON_HAS_SOMETHING_IN_IT = "newsroom_ad_place_that_is_on_has_something_in_it"


def pairs_of(lines: str) -> list[tuple[str, str]]:
    pairs = [line.strip().partition("=")[::2] for line in lines.splitlines()]
    return [(name, value.strip().strip('"')) for name, value in pairs if value]


def put_together(apps: Any, schema_editor: Any) -> None:
    """An address with its attributes, as the script that it stands for."""
    for place in apps.get_model("newsroom", "AdPlace").objects.exclude(script=""):
        place.snippet = format_html(
            '<script src="{}"{}></script>',
            place.script,
            format_html_join("", ' {}="{}"', pairs_of(place.attributes)),
        )
        place.save(update_fields=["snippet"])
    for site in apps.get_model("newsroom", "Site").objects.all():
        for row in site.ads:
            address, attributes = row.pop("script"), row.pop("attributes")
            script = {"address": address, "attributes": attributes}
            row["pieces"] = [script | {"code": "", "element": ""}] if address else []
        site.save()


def take_apart(apps: Any, schema_editor: Any) -> None:
    """
    The first address of a snippet. A place whose snippet has none goes off: code within
    a page, and elements, were nothing to it.
    """
    AdPlace = apps.get_model("newsroom", "AdPlace")
    for site in apps.get_model("newsroom", "Site").objects.all():
        kept = []
        for row in site.ads:
            pieces = row.pop("pieces")
            script = next((piece for piece in pieces if piece["address"]), None)
            row |= {
                "script": script["address"] if script else "",
                "attributes": script["attributes"] if script else [],
            }
            place = AdPlace.objects.get(place=row["place"])
            place.script = row["script"]
            place.attributes = "\n".join(
                f"{name}={value}"
                for name, value in row["attributes"]
                if name.startswith("data-")
            )
            place.is_on = bool(script or not pieces)
            place.save()
            if place.is_on:
                kept.append(row)
        site.ads = kept
        site.save()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_the_desk_knows_that_tick_runs")]

    operations = [
        migrations.AddField(
            model_name="adplace",
            name="snippet",
            field=models.TextField(blank=True),
        ),
        migrations.RemoveConstraint(model_name="adplace", name=ON_HAS_SOMETHING_IN_IT),
        migrations.RunPython(put_together, take_apart),
        migrations.RemoveField(model_name="adplace", name="attributes"),
        migrations.RemoveField(model_name="adplace", name="script"),
        migrations.AlterField(
            model_name="adplace",
            name="kind",
            field=models.CharField(
                choices=[
                    ("house", "Our own: words, a picture, a link"),
                    ("network", "What a network handed out"),
                ],
                default="house",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="adplace",
            name="snippet",
            field=models.TextField(
                blank=True,
                help_text="As the network handed it out: its script tags, with an address or with code, and the ins or div that they fill. The address of a script alone will do. Of a style only the height counts; it has to fit the heights above.",
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="ads_hosts",
            field=models.TextField(
                blank=True,
                help_text="Where the scripts of networks load more from, pictures and frames included, one in a line: ads.example.com, or *.example.com for all below it. No other host may. The network tells which; Google: *.googlesyndication.com, *.doubleclick.net.",
                verbose_name="hosts of advertising",
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="ads_on",
            field=models.BooleanField(
                default=False,
                help_text="Shows readers the places below that are on. Never on previews, in the newsroom, on error pages, or to anybody who is logged in. Readers who ask not to be tracked (DNT, GPC) get our own, but nothing of a network.",
                verbose_name="advertising",
            ),
        ),
        migrations.AddConstraint(
            model_name="adplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_on", False),
                    models.Q(
                        ("kind", "house"),
                        models.Q(("headline", ""), _negated=True),
                        models.Q(("link", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind", "network"), models.Q(("snippet", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name=ON_HAS_SOMETHING_IN_IT,
                violation_error_message="What is on needs something in it: a headline and a link of our own, or the snippet of a network.",
            ),
        ),
    ]
