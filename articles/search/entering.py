"""
What the search of the site finds stories and tags by, kept in the transaction that
changes what it is a copy of.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from taggit.models import Tag

from articles.models import SearchEntry
from articles.signals import window_changed
from images import spelling
from images.search import fold, save_names

from .at_the_desk import MOST_CHARACTERS, words_of


@receiver(window_changed, dispatch_uid="articles.search.entering")
def enter_windows(sender: Any, article: Any, **kwargs: Any) -> None:
    """Keep an entry for each version that can be live from now on, and no other."""
    over = Q(live_from=None) | Q(live_until__lte=timezone.now())
    entries = SearchEntry.objects.filter(version__article=article)
    entries.filter(version__in=article.versions.filter(over)).delete()
    entered = dict(entries.values_list("version_id", "published_at"))
    for version in article.versions.exclude(over):
        if version.pk not in entered:
            entry_of(version).save(force_insert=True)
            # Its own words would be told as a better spelling before their time.
            spelling.learn([version.safe_headline or version.headline])
        elif entered[version.pk] != version.published_at:
            same = entries.filter(version=version)
            same.update(published_at=version.published_at)


def entry_of(version: Any) -> SearchEntry:
    text = fold("\n".join(words_of(version)))
    return SearchEntry(
        version_id=version.pk,
        title=fold(version.headline)[:400],
        text=text[:MOST_CHARACTERS],
        published_at=version.published_at,
    )


@receiver(post_save, sender=Tag, dispatch_uid="articles.search.entering.tags")
def enter_tag(sender: Any, instance: Tag, **kwargs: Any) -> None:
    names: Any = instance
    save_names(names.names, [instance.name])
    spelling.learn([instance.name])
