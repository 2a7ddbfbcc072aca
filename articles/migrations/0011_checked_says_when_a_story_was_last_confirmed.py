from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import SET_NULL
from django.db.models.functions import Now


def take_over_the_last_update(apps, schema_editor):
    """Whoever published a substantive change had read the story."""
    Article = apps.get_model("articles", "Article")
    Version = apps.get_model("articles", "Version")
    shown = Version.objects.filter(
        article=models.OuterRef("pk"), live_from__lte=Now(), retracted=False
    )
    newest = shown.order_by("-live_from").values("updated_at")[:1]
    Article.objects.filter(versions__live_from__lte=Now()).update(
        checked_at=models.Subquery(newest)
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("articles", "0010_printed_facts_are_indexed"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="checked_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When a person last confirmed that the story still holds.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="checked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="logline",
            name="verb",
            field=models.CharField(
                choices=[
                    ("save", "saved"),
                    ("submit", "submitted"),
                    ("withdraw", "withdrew from review"),
                    ("request_changes", "asked for changes"),
                    ("approve", "approved"),
                    ("publish", "published"),
                    ("schedule", "scheduled"),
                    ("cancel_schedule", "cancelled the schedule"),
                    ("fix", "fixed the live story"),
                    ("correct", "corrected"),
                    ("check", "confirmed that it still holds"),
                    ("unpublish", "unpublished"),
                    ("retract", "retracted"),
                    ("kill", "killed"),
                    ("revive", "revived"),
                    ("hold", "put under legal hold"),
                    ("lift_hold", "lifted the legal hold"),
                    ("restore", "restored"),
                    ("settle", "settled the draft"),
                    ("address", "changed the address"),
                    ("delete", "deleted"),
                    ("plan", "planned"),
                    ("trust", "trusted"),
                    ("distrust", "trusted no longer"),
                    ("name", "named a version"),
                    ("share", "made a preview link"),
                    ("revoke", "took a preview link back"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(take_over_the_last_update, migrations.RunPython.noop),
    ]
