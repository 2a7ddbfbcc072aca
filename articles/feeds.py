from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed

from .models import Version
from .updates import stamp

ITEMS = 30


def on_site(path: str) -> str:
    return urljoin(f"{settings.SITE_URL}/", path)


class LatestStoriesFeed(Feed):
    """The newest stories of the whole site, as RSS."""

    feed_type = Rss201rev2Feed
    language = "en"
    description = "News, guides and reviews: what is known, and who says so."

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> datetime:
        """What a feed is about is the moment at which it is read."""
        return request.moment  # type: ignore[attr-defined]

    def title(self) -> str:
        return settings.SITE_NAME

    def link(self) -> str:
        return on_site("/")

    def feed_url(self) -> str:
        return on_site(reverse("articles:feed"))

    def items(self, moment: datetime) -> Iterable[Version]:
        stories = Version.objects.live(moment).listed().newest().for_cards()[:ITEMS]
        for version in stories:
            # Whoever describes an item is not told the moment.
            version.standfirst = version.line("standfirst", moment)
        return stamp(stories, moment)

    def item_title(self, version: Version) -> str:
        return version.headline

    def item_description(self, version: Version) -> str:
        return version.standfirst

    def item_link(self, version: Version) -> str:
        return on_site(version.get_absolute_url())

    # Of the story, so that a new version or address is no new item.
    item_guid_is_permalink = False

    def item_guid(self, version: Version) -> str:
        return on_site(f"/#story-{version.article_id}")

    def item_author_name(self, version: Version) -> str:
        return ", ".join(row.author.name for row in version.version_authors.all())

    def item_pubdate(self, version: Version) -> datetime | None:
        return version.published_at

    def item_updateddate(self, version: Version) -> datetime | None:
        return version.updated_at

    def item_categories(self, version: Version) -> list[str]:
        return [version.section.name] if version.section else []
