from typing import Any

from django.db import models


class Site(models.Model):
    """
    The one row that every page of the site reads: what the desk decided for all of them.

    Its lists are copies, written by the steps that change what they are copies of, so
    that a page learns all of it with one query.
    """

    pages = models.JSONField(
        default=list,
        editable=False,
        help_text="The published pages: slug, kind, title and place in the footer.",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="newsroom_site_is_one"
            ),
        ]

    def __str__(self) -> str:
        return "The site"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
