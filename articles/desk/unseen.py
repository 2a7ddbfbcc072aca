"""Why readers do not see a story, in words for whoever chose it for a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from articles.models import Article, Version
from articles.publishing import spoken

COLUMNS = ("article", "number", "embargo", "live_from", "live_until", "expires_at") + (
    "retracted",
)


def why_hidden(stories: Iterable[Article], at: datetime) -> dict[int, str]:
    """
    By key, of those that readers do not see in lists at a moment; one query, none for
    no stories. They come with their embargo and with what they were merged into.
    """
    found = {story.pk: story for story in stories}
    if not found:
        return {}
    windows: dict[int, list[Version]] = {pk: [] for pk in found}
    rows = Version.objects.filter(article__in=found, live_from__isnull=False)
    for version in rows.only(*COLUMNS).order_by("live_from", "number"):
        windows[version.article_id].append(version)
    said = {pk: _why(story, windows[pk], at) for pk, story in found.items()}
    return {pk: why for pk, why in said.items() if why}


def _why(story: Article, windows: list[Version], at: datetime) -> str:
    live = [version for version in windows if version.is_live(at)]
    coming = [each for each in windows if each.live_from and each.live_from > at]
    if live:
        return "Hidden: retracted" if live[0].retracted else ""
    if story.merged_into_id:
        return f"Hidden: merged into “{story.merged_into}”"
    if story.state == Article.State.KILLED:
        return "Hidden: killed"
    if coming:
        why = ", when its embargo lifts" if coming[0].embargo_id else ""
        return f"Hidden until it goes out on {spoken(coming[0].live_from)}{why}"
    if windows:
        return _since(windows[-1])
    if story.embargo and story.embargo.is_standing(at):
        until = spoken(story.embargo.lifts_at)
        return f"Hidden: not published, and under embargo until {until}"
    return "Hidden: not published"


def _since(last: Version) -> str:
    ended = last.live_until
    is_over = ended is not None and ended == last.expires_at
    return f"Hidden: {'expired' if is_over else 'taken down'} on {spoken(ended)}"
