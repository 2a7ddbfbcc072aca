from django.db import models

from .people import Person
from .show import Show


class CatalogueRecord(models.Model):
    """
    One row of an outside catalogue and the show it became.

    `written` remembers what the import wrote last: a field that differs from it has
    been edited by a person since, and the next import leaves it alone.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=100, help_text="The catalogue's own id.")
    show = models.ForeignKey(
        Show, on_delete=models.CASCADE, related_name="catalogue_records"
    )
    digest = models.CharField(max_length=64)
    written = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                name="shows_catalogue_row_becomes_one_show",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class CatalogueName(models.Model):
    """
    An exact name in an outside catalogue and the person it stands for.

    Catalogues give no more than the name, so two people of one name begin as one,
    marked uncertain, until an editor splits them.
    """

    source = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="catalogue_names"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"],
                name="shows_catalogue_name_stands_for_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.name}"
