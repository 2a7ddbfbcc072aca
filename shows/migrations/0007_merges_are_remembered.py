import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def remember_former_merges(apps, schema_editor):
    """What moved with them nobody knows any more, but that they were merged one does."""
    Merge = apps.get_model("shows", "Merge")
    for name, called in (("Show", "title"), ("Person", "name")):
        rows = apps.get_model("shows", name).objects.exclude(merged_into=None)
        owner = name.lower()
        Merge.objects.bulk_create(
            Merge(
                **{owner: row, f"into_{owner}": row.merged_into},
                name=getattr(row, called),
                into_name=getattr(row.merged_into, called),
            )
            for row in rows.select_related("merged_into").order_by("pk")
        )


class Migration(migrations.Migration):
    dependencies = [
        ("shows", "0006_seasons_and_trailers_say_since_when_they_stand_here"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="merged")),
                ("into_name", models.CharField(max_length=200, verbose_name="into")),
                (
                    "at",
                    models.DateTimeField(
                        help_text="Empty: before merges were remembered.",
                        null=True,
                        verbose_name="when",
                    ),
                ),
                (
                    "moved",
                    models.JSONField(
                        help_text="What it did to every row, to be parted by.",
                        null=True,
                    ),
                ),
                ("parted_at", models.DateTimeField(null=True)),
                ("left", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "into_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="took_in",
                        to="shows.person",
                    ),
                ),
                (
                    "into_show",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="took_in",
                        to="shows.show",
                    ),
                ),
                (
                    "parted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="shows.person",
                    ),
                ),
                (
                    "show",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="shows.show",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("into_person__isnull", True),
                                ("into_show__isnull", False),
                                ("person__isnull", True),
                                ("show__isnull", False),
                            ),
                            models.Q(
                                ("into_person__isnull", False),
                                ("into_show__isnull", True),
                                ("person__isnull", False),
                                ("show__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="shows_merge_is_of_two_shows_or_two_people",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parted_at__isnull", True)),
                        fields=("show",),
                        name="shows_show_is_merged_once_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parted_at__isnull", True)),
                        fields=("person",),
                        name="shows_person_is_merged_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunPython(remember_former_merges, migrations.RunPython.noop),
    ]
