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

    ads = models.JSONField(
        default=list, editable=False, help_text="The places that are on."
    )
    ads_on = models.BooleanField(
        "advertising",
        default=False,
        help_text="Shows readers the places below that are on. Never on previews, in "
        "the newsroom, on error pages, or to anybody who is logged in.",
    )
    ads_hosts = models.TextField(
        "hosts of advertising",
        blank=True,
        help_text="Where the scripts of networks load more from, one in a line: "
        "ads.example.com, or *.example.com for all below it. No other host may.",
    )
    analytics_script = models.CharField(
        "address of the analytics script",
        max_length=300,
        blank=True,
        help_text="For example https://plausible.io/js/script.js. Empty: none. Readers "
        "who ask not to be tracked (DNT, GPC) do not get it.",
    )
    analytics_attributes = models.TextField(
        "its attributes",
        blank=True,
        help_text="One in a line: data-domain=news.example.",
    )
    analytics_hosts = models.TextField(
        "hosts it reports to",
        blank=True,
        help_text="Where it is another host than the script's own, one in a line.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        # For administrators alone.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="newsroom_site_is_one"
            ),
        ]

    def __str__(self) -> str:
        return "Site settings"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
