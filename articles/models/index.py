"""
The rows that lists of versions are read from, one for each thing a version names.

Kept with the windows of versions, by `articles.publishing.windows` alone.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from taggit.models import Tag

from authors.models import Author
from images.models import Image
from images.search import KEY_LENGTH
from shows.models import Person, Season, Show

from .article import Article
from .rows import Byline
from .version import Version


def _index_row(name: str) -> dict[str, Any]:
    """Options shared by the rows that lists are read from (see docs/adr)."""
    return {
        "indexes": [
            models.Index(
                fields=[name, "-published_at", "-version"],
                name=f"articles_{name}_newest_first",
            )
        ],
        "constraints": [
            models.UniqueConstraint(
                fields=["version", name], name=f"articles_version_has_{name}_once"
            )
        ],
    }


class WithTarget(models.Manager):
    """Rows together with what they point at: no list prints one without it."""

    # An attribute, for Django makes related managers without arguments.
    target: str

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related(self.target)


class WithShow(WithTarget):
    target = "show"


class WithTag(WithTarget):
    target = "tag"


class WithAuthor(WithTarget):
    target = "author"


class VersionShow(models.Model):
    # What a merge of what it names calls it.
    moves_as = "published versions"

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_shows")
    show = models.ForeignKey(Show, models.PROTECT, related_name="version_shows")
    published_at = models.DateTimeField()
    is_primary = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = WithShow()

    class Meta:
        ordering = ["position"]
        indexes = _index_row("show")["indexes"]
        constraints = _index_row("show")["constraints"]

    def __str__(self) -> str:
        return f"{self.version_id} about show {self.show_id}"


class VersionSeason(models.Model):
    # What a merge of what it names calls it.
    moves_as = "published versions (seasons)"

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_seasons")
    season = models.ForeignKey(Season, models.PROTECT, related_name="version_seasons")
    published_at = models.DateTimeField()

    class Meta:
        indexes = _index_row("season")["indexes"]
        constraints = _index_row("season")["constraints"]

    def __str__(self) -> str:
        return f"{self.version_id} about season {self.season_id}"


class VersionPerson(models.Model):
    # What a merge of what it names calls it.
    moves_as = "published versions"

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="version_people")
    published_at = models.DateTimeField()

    class Meta:
        indexes = _index_row("person")["indexes"]
        constraints = _index_row("person")["constraints"]

    def __str__(self) -> str:
        return f"{self.version_id} about person {self.person_id}"


class VersionTag(models.Model):
    version = models.ForeignKey(Version, models.CASCADE, related_name="version_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="version_tags")
    published_at = models.DateTimeField()

    objects = WithTag()

    class Meta:
        ordering = ["pk"]
        indexes = _index_row("tag")["indexes"]
        constraints = _index_row("tag")["constraints"]

    def __str__(self) -> str:
        return f"{self.version_id} tagged {self.tag_id}"


class VersionAuthor(models.Model):
    # What a merge of what it names calls it.
    moves_as = "published versions"

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_authors")
    author = models.ForeignKey(Author, models.PROTECT, related_name="version_authors")
    published_at = models.DateTimeField()
    role = models.CharField(
        max_length=20, choices=Byline.Role, default=Byline.Role.WRITER
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = WithAuthor()

    class Meta:
        ordering = ["position"]
        indexes = _index_row("author")["indexes"]
        constraints = _index_row("author")["constraints"]

    def __str__(self) -> str:
        return f"{self.version_id} by author {self.author_id}"


class VersionPicture(models.Model):
    """A picture that a version shows. Kept for every version, live or not."""

    version = models.ForeignKey(
        Version, models.CASCADE, related_name="version_pictures"
    )
    image = models.ForeignKey(Image, models.PROTECT, related_name="version_pictures")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "image"], name="articles_version_has_image_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} shows image {self.image_id}"


class VersionLink(models.Model):
    """A story that a version with a window links to or embeds."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_links")
    article = models.ForeignKey(Article, models.CASCADE, related_name="linked_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "article"], name="articles_version_links_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} links to {self.article_id}"


class VersionFact(models.Model):
    """
    A fact that a version with a window prints: in a block, in a sentence of its body
    or in one of its lines.
    """

    # What a merge of what it names calls it.
    moves_as = "printed facts"

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_facts")
    show = models.ForeignKey(Show, models.CASCADE, related_name="version_facts")
    season_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: of the show as a whole."
    )
    field = models.CharField(
        max_length=20, help_text="As in shows.Fact; “seasons” for how many there are."
    )
    in_lines = models.BooleanField(
        default=False,
        help_text="It stands in the standfirst or the search description.",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["show", "field", "season_number", "version"],
                name="articles_versions_by_fact",
            ),
            models.Index(
                fields=["show", "version"],
                condition=Q(in_lines=True),
                name="articles_lines_with_facts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} prints {self.field} of show {self.show_id}"


class VersionName(models.Model):
    """One word start of the headline of a version with a window, for choosers."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="names")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.key
