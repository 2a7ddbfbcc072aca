from __future__ import annotations

from django.db import models
from taggit.models import Tag

from images.full_text import HasWords
from images.search import KEY_LENGTH

from .version import Version


class SearchEntry(models.Model):
    """
    What readers find a story by: the words of a version that is live or will be.

    Whether it is live, of which kind and in which section, the version says; nothing
    of that is kept twice. The full-text index is that of `images.full_text`.
    """

    version = models.OneToOneField(
        Version, models.CASCADE, primary_key=True, related_name="search_entry"
    )
    title = models.CharField(max_length=400, help_text="The headline, folded.")
    text = models.TextField(help_text="Standfirst, body and more, folded.")
    # Not indexed: under an index on it PostgreSQL takes a search for words that it
    # believes to be common for a walk along that index.
    published_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "search entries"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


SearchEntry._meta.get_field("title").register_lookup(HasWords)
SearchEntry._meta.get_field("text").register_lookup(HasWords)


class TagName(models.Model):
    """One word start of a tag's name; see `images.search`."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="names")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
