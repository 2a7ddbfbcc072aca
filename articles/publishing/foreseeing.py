"""What a change of the live story would come to, before anybody makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.content import Content
from articles.differences.merging import Clash, changed, merge
from articles.models import Article, Version

from .live_changes import content_after
from .stepping import latest_of, live_of


@dataclass(frozen=True)
class Outlook:
    """What a change of the live story would do to another version."""

    version: Version
    content: Content
    clashes: list[Clash]

    @property
    def gains(self) -> bool:
        """Whether the change adds anything that it does not say already."""
        return bool(changed(self.version.content, self.content))


@dataclass(frozen=True)
class FixOutlook:
    """
    What `fix_live` or `correct` would do: what readers would see, and what becomes
    of every scheduled version and of the draft. Scheduled versions that clash would
    be stopped; a draft that does could not be published before it is settled.
    """

    live: Version
    after: Content
    scheduled: list[Outlook]
    draft: Outlook


def foresee_fix(
    article: Article,
    changes: dict[str, Any],
    *,
    live_number: int | None = None,
    at: datetime | None = None,
) -> FixOutlook:
    """
    What a change of the live story would come to. Nothing is written.

    Raises the same `ValidationError` as the step for a change that it would refuse.
    """
    moment = at or timezone.now()
    live = live_of(article, moment)
    before = live.content
    after = content_after(live, changes, live_number, moment)

    def outlook(version: Version) -> Outlook:
        merged = merge(before, version.content, after)
        return Outlook(version, merged.content, merged.clashes)

    coming = article.versions.scheduled(moment).order_by("live_from")
    return FixOutlook(
        live=live,
        after=after,
        scheduled=[outlook(version) for version in coming],
        # The latest version equals the working copy.
        draft=outlook(latest_of(article)),
    )
