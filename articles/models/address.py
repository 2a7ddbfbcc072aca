from django.db import models

from .article import Article


class OldAddress(models.Model):
    """
    An address that a story once had in public; it redirects for good.

    It points at the story, not at another address, so chains collapse by
    themselves and loops cannot form.
    """

    slug = models.SlugField(max_length=150, unique=True, allow_unicode=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="old_addresses")
    left_at = models.DateTimeField(help_text="When the story moved away from it.")

    class Meta:
        verbose_name_plural = "old addresses"
        ordering = ["-left_at"]

    def __str__(self) -> str:
        return self.slug
