"""
What the standfirst and search description of a version say, kept true.

Cards stand on every list, so they ask nothing: the columns hold the words as they are,
and `live_lines` what they become at each coming moment that is known of, an embargo's
end among them. The words are worked out when a version gets its window and, in the
transaction of every announcement, for the stories whose lines speak of its show; once
it is committed also after a change of its credits (see `judging_again`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.text import Truncator

from articles.body import lines
from articles.body.lines import LINES
from articles.body.live_facts import LiveFacts, load_ahead
from articles.content import Content
from articles.models import KEPT_CURRENT, Version
from shows.models import Announcement, Show
from shows.signals import announcement_recorded

# Facts to come are few; what lies further ahead is worked out with the next news.
MOST_CHANGES = 50
BATCH = 500


def worded(content: Content) -> dict[str, Any]:
    """The columns of a new version: the words of its lines, and how they are written."""
    written = {name: content[name] for name in LINES}
    columns: dict[str, Any] = {
        name: _fitting(name, lines.plain(text)) for name, text in written.items()
    }
    is_live = any(lines.references(text) for text in written.values())
    return columns | {"live_lines": written if is_live else None}


def lay_lines(versions: Iterable[Version], now: datetime) -> list[Version]:
    """Work the words of these versions out; returns and saves those that changed."""
    versions = [version for version in versions if version.live_lines]
    asked = {
        each for version in versions for each in lines.asked_in(version.live_lines)
    }
    if not asked:
        return []
    since = min([now, *(version.published_at or now for version in versions)])
    live = load_ahead(asked, since=since)
    changed = [version for version in versions if _lay(version, live, now)]
    Version.objects.bulk_update(changed, [*LINES, "live_lines"], batch_size=BATCH)
    return changed


def _lay(version: Version, live: LiveFacts, now: datetime) -> bool:
    before = [version.live_lines, *(getattr(version, name) for name in LINES)]
    written: dict[str, Any] = {
        name: (version.live_lines or {}).get(name, "") for name in LINES
    }

    def words(at: datetime) -> dict[str, str]:
        told = live.on_record(at, version.recorded_by)
        return {
            name: _fitting(name, lines.say(text, told, at))
            for name, text in written.items()
        }

    is_alive = version.kind in KEPT_CURRENT
    day = version.day or now
    said = words(min(now, day))
    for name, text in said.items():
        setattr(version, name, text)
    if is_alive:
        shows = {reference.show for reference in lines.asked_in(written)}
        moments = live.boundaries(now, shows)[:MOST_CHANGES]
    else:
        moments = [day] if day > now else []
    later: list[dict[str, str]] = []
    for moment in moments:
        if (then := words(moment)) != said:
            later.append({"from": moment.isoformat(), **then})
            said = then
    version.live_lines = written | ({"later": later} if later else {})
    return before != [version.live_lines, *(getattr(version, name) for name in LINES)]


def _fitting(name: str, text: str) -> str:
    most = getattr(Version._meta.get_field(name), "max_length", None)
    return Truncator(text).chars(most) if most else text


@receiver(announcement_recorded, dispatch_uid="articles.body.lines")
def renew_lines(sender: Any, announcement: Announcement, **kwargs: Any) -> None:
    renew_lines_about(announcement.show)


def renew_lines_about(show: Show) -> None:
    """Work the words of all lines out anew that speak of a show, in live versions."""
    now = timezone.now()
    speaking = Version.objects.with_live_lines(show)
    open_windows = Q(live_until__isnull=True) | Q(live_until__gt=now)
    moments = ("published_at", "knew_at", "live_from", "created_at")
    columns = ("kind", *moments, "live_lines", *LINES)
    lay_lines(speaking.filter(open_windows).only(*columns), now)
