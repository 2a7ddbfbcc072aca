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
        "the newsroom, on error pages, or to anybody who is logged in. Readers who ask "
        "not to be tracked (DNT, GPC) get our own, but nothing of a network.",
    )
    ads_hosts = models.TextField(
        "hosts of advertising",
        blank=True,
        help_text="Where the scripts of networks load more from, pictures and frames "
        "included, one in a line: ads.example.com, or *.example.com for all below it. "
        "No other host may. The network tells which; Google: *.googlesyndication.com, "
        "*.doubleclick.net.",
    )
    ads_sellers = models.TextField(
        "ads.txt",
        blank=True,
        help_text="Who may sell these places: the lines that each network asks for, as "
        "it told them. They stand at /ads.txt, whether advertising is on or off. "
        "Empty: there is no such address.",
    )
    analytics = models.JSONField(
        default=list, editable=False, help_text="The scripts of the snippet."
    )
    analytics_snippet = models.TextField(
        "analytics snippet",
        blank=True,
        help_text="What your analytics service handed out, as it is, its script "
        "tags included: those with an address, with code, or both. The address of its script alone will do. "
        "Empty: none. Readers who ask not to be tracked (DNT, GPC) do not get it, nor "
        "does anybody who is logged in.",
    )
    analytics_hosts = models.TextField(
        "hosts of analytics",
        blank=True,
        help_text="Which hosts it reports to, and loads more from where the snippet "
        "holds code, beside those its scripts come from; one in a line: "
        "stats.example.com, or *.example.com for all below it. No other host may. "
        "Matomo: the host in its code. Google: *.google-analytics.com.",
    )

    ticked_at = models.DateTimeField(
        null=True, editable=False, help_text="When `manage.py tick` last ran."
    )
    tick_failed = models.JSONField(
        default=list, editable=False, help_text="Which of its tasks failed then."
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

    @classmethod
    def locked(cls) -> "Site":
        """
        The row, to be written until the transaction ends. Whoever copies a list to it
        reads that list afterwards, or would take back what somebody else copies now.
        """
        cls._default_manager.get_or_create(pk=1)
        return cls._default_manager.select_for_update().get(pk=1)
