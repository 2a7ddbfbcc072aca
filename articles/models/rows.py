"""What a story has several of, each in order: bylines, shows, sources, tags."""

import uuid

from django.core.validators import URLValidator
from django.db import models
from taggit.models import TaggedItemBase

from authors.models import Author
from shows.models import Show

from .article import Article


class Row(models.Model):
    """
    One row of an article's inlines.

    `uid` stays the same through every version, so that two people's changes to a
    row can be told from one row removed and another added.
    """

    uid = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Byline(Row):
    """An author on an article, in order, with a role."""

    class Role(models.TextChoices):
        WRITER = "writer", "By"
        REPORTER = "reporter", "Reporting by"
        PHOTOGRAPHER = "photographer", "Pictures by"
        EDITOR = "editor", "Edited by"

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=Role, default=Role.WRITER)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "uid"], name="articles_byline_uid_is_unique"
            ),
            models.UniqueConstraint(
                fields=["article", "author"],
                name="articles_author_is_named_once_per_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"


class ArticleShow(Row):
    """A show the article is about; the primary one fills the sidebar."""

    # What a merge of what it names calls it.
    moves_as = "stories"

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_shows")
    show = models.ForeignKey(Show, models.PROTECT, related_name="article_shows")
    is_primary = models.BooleanField("primary", default=False)

    class Meta(Row.Meta):
        verbose_name = "show"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "uid"], name="articles_show_uid_is_unique"
            ),
            models.UniqueConstraint(
                fields=["article", "show"], name="articles_show_is_named_once_per_story"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(is_primary=True),
                name="articles_article_has_one_primary_show",
            ),
        ]

    def __str__(self) -> str:
        return str(self.show)


class Source(Row):
    """Where a story's claims were read."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sources")
    name = models.CharField(max_length=200, help_text="Publisher, and title if useful.")
    url = models.URLField(
        "link",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    published_on = models.DateField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "uid"], name="articles_source_uid_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaggedArticle(TaggedItemBase):
    # A real foreign key: taggit's generic relation costs 27 to 37 queries to set
    # six tags.
    content_object = models.ForeignKey(
        Article, models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="articles_tag_is_set_once"
            ),
        ]
