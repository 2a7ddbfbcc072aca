"""Stories under an embargo, for its page and its steps (see `shows.holders`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Version
from articles.publishing.embargoes import cancel_along, move_along
from articles.publishing.stepping import spoken
from articles.publishing.telling import tell_stopped
from shows.holders import Held
from shows.models import Embargo


class StoriesUnderEmbargo:
    """
    Stories that wait for an embargo: those scheduled under it go out when it lifts, and
    the drafts may not go out before.
    """

    label = "Stories"

    def under(self, embargo: Embargo) -> list[Held]:
        scheduled = dict(self._waiting(embargo).values_list("article_id", "number"))
        stories = Article.objects.filter(embargo=embargo).only("headline", "slug")
        return [
            Held(
                words=str(story),
                url=reverse("admin:articles_article_change", args=[story.pk]),
                said=f"version {scheduled[story.pk]} is scheduled"
                if story.pk in scheduled
                else "not scheduled",
            )
            for story in stories.order_by("-saved_at", "-pk")
        ]

    def move(self, embargo: Embargo, to: datetime, *, by: Any, lifting: bool) -> None:
        now = timezone.now()
        refused = []
        for version in self._waiting(embargo).select_related("article"):
            try:
                move_along(version.article, version, to, by=by, now=min(now, to))
            except ValidationError as error:
                refused.append(f"“{version.article}”: {' '.join(error.messages)}")
        if not lifting:
            refused += self._too_early(embargo, to)
        if refused:
            raise ValidationError(refused)

    def cancel(self, embargo: Embargo, *, by: Any, reason: str) -> None:
        for version in self._waiting(embargo).select_related("article"):
            story = version.article
            cancel_along(story, version, by=by, embargo=embargo)
            tell_stopped(story, version, event=f"embargo-{embargo.pk}", by=by)

    def known_to(self, user: Any) -> QuerySet[Any, Any]:
        own = Article.objects.visible_to(user).filter(embargo__isnull=False)
        return own.order_by().values("embargo")

    def _waiting(self, embargo: Embargo) -> Any:
        """In one order, so that two steps cannot wait for each other."""
        waiting = Version.objects.filter(embargo=embargo, live_from__gt=timezone.now())
        return waiting.order_by("article", "live_from")

    def _too_early(self, embargo: Embargo, to: datetime) -> list[str]:
        """Stories under it that are scheduled for a time of their own before that."""
        early = Version.objects.filter(
            article__embargo=embargo, embargo=None, live_from__lt=to
        ).filter(live_from__gt=timezone.now())
        return [
            f"“{version.article}” is scheduled for {spoken(version.live_from)}, before "
            "that. Cancel that schedule, or schedule it under the embargo."
            for version in early.select_related("article")
        ]
