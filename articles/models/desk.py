from __future__ import annotations

from django.db import models
from django.db.models import Q

from images.full_text import HasWords

from .article import Article


class DeskEntry(models.Model):
    """
    What the desk finds a story by: the words of its working copy and where it stands.

    Copies, which `articles.search.at_the_desk` keeps in the transaction that changes what they
    are copies of. Names of shows, people and authors are not among them: those change
    without the story.

    The full-text index of the words is that of `images.full_text`.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="desk_entry"
    )
    text = models.TextField(
        blank=True, help_text="Headline, standfirst, body and more, folded."
    )
    newest_window = models.PositiveIntegerField(
        null=True, help_text="The last version that was, is or will be live."
    )
    goes_out_at = models.DateTimeField(
        null=True, help_text="When that one began or begins to be live."
    )
    closes_at = models.DateTimeField(
        null=True, help_text="When that one ends, and with it the story."
    )
    has_changes = models.BooleanField(
        default=False, help_text="Whether the working copy says more than that one."
    )

    class Meta:
        verbose_name_plural = "desk entries"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["article"],
                condition=Q(has_changes=True),
                name="articles_desk_with_changes",
            ),
            models.Index(
                fields=["article"],
                condition=Q(newest_window__isnull=True),
                name="articles_desk_never_out",
            ),
            models.Index(
                fields=["closes_at"],
                condition=Q(closes_at__isnull=False),
                name="articles_desk_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"What the desk finds story {self.article_id} by"


DeskEntry._meta.get_field("text").register_lookup(HasWords)
