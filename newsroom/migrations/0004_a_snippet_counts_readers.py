from typing import Any

from django.db import migrations, models
from django.utils.html import format_html, format_html_join


def put_together(apps: Any, schema_editor: Any) -> None:
    """An address with its attributes, as the script that it stands for."""
    for site in apps.get_model("newsroom", "Site").objects.exclude(analytics_script=""):
        lines = site.analytics_attributes.splitlines()
        pairs = [line.strip().partition("=")[::2] for line in lines if "=" in line]
        attributes = [(name, value.strip().strip('"')) for name, value in pairs]
        site.analytics = [
            {"address": site.analytics_script, "attributes": attributes, "code": ""}
        ]
        site.analytics_snippet = format_html(
            '<script src="{}"{}></script>',
            site.analytics_script,
            format_html_join("", ' {}="{}"', attributes),
        )
        site.save()


def take_apart(apps: Any, schema_editor: Any) -> None:
    """What had an address; code within a page was nothing to it."""
    for site in apps.get_model("newsroom", "Site").objects.all():
        for piece in site.analytics:
            if piece["address"]:
                site.analytics_script = piece["address"]
                site.analytics_attributes = "\n".join(
                    f"{name}={value}"
                    for name, value in piece["attributes"]
                    if name.startswith("data-")
                )
                site.save()
                break


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_old_addresses_say_since_when")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="analytics",
            field=models.JSONField(
                default=list, editable=False, help_text="The scripts of the snippet."
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="analytics_snippet",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(put_together, take_apart),
        migrations.RemoveField(model_name="site", name="analytics_attributes"),
        migrations.RemoveField(model_name="site", name="analytics_script"),
        migrations.AlterField(
            model_name="site",
            name="ads_on",
            field=models.BooleanField(
                default=False,
                help_text="Shows readers the places below that are on. Never on previews, in the newsroom, on error pages, or to anybody who is logged in. Readers who ask not to be tracked (DNT, GPC) get our own, but no script of a network.",
                verbose_name="advertising",
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="analytics_hosts",
            field=models.TextField(
                blank=True,
                help_text="Which hosts it reports to, and loads more from where the snippet holds code, beside those its scripts come from; one in a line: stats.example.com, or *.example.com for all below it. No other host may. Matomo: the host in its code. Google: *.google-analytics.com.",
                verbose_name="hosts of analytics",
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="analytics_snippet",
            field=models.TextField(
                blank=True,
                help_text="What your analytics service handed out, as it is, its script tags included: those with an address, with code, or both. The address of its script alone will do. Empty: none. Readers who ask not to be tracked (DNT, GPC) do not get it, nor does anybody who is logged in.",
                verbose_name="analytics snippet",
            ),
        ),
    ]
