"""The one story that a reader who came to the end of another is led on to."""

from datetime import datetime

from articles.curation import Seen
from articles.models import Version
from articles.querysets import TITLE, VersionQuerySet
from images.prepared import Prepared


def _one(stories: VersionQuerySet, at: datetime, *seen: int) -> VersionQuerySet:
    found = stories.live(at).listed().exclude(article__in=seen)
    return found.select_related("article", "section").only(
        "article__slug", "published_at", "section__name", "section__slug", *TITLE
    )


OLDER = Prepared(
    lambda at, section, before, *seen: _one(
        Version.objects.in_section(section).filter(published_at__lt=before), at, *seen
    ).newest()[:1]
)
NEWER = Prepared(
    lambda at, section, after, *seen: _one(
        Version.objects.in_section(section).filter(published_at__gt=after), at, *seen
    ).order_by("published_at", "pk")[:1]
)


def next_story(version: Version, at: datetime, seen: Seen) -> Version | None:
    """
    The story before this one in its section, and past the oldest the one after it.

    None that stands in `seen`, where everything is that the page shows already: what
    is close to the story stands beside it, this leads through the section.
    """
    if not version.section_id or not version.published_at:
        return None
    shown = sorted(seen.stories | {version.article_id})
    asked = (at, version.section_id, version.published_at, *shown)
    return next(iter(OLDER(*asked) or NEWER(*asked)), None)
