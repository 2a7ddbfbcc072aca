"""
One small change to the live story, without its pending rewrite.

The change is merged three ways into the draft and into every scheduled version;
otherwise Wednesday's correction is undone by Friday's schedule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import content as contents
from articles.checking.readiness import problems
from articles.content import Content
from articles.differences.merging import Clash, changed, merge
from articles.logbook import log, logged
from articles.models import (
    Article,
    Correction,
    Version,
)
from articles.models.log import Verb
from authors.models import User
from shows.models import Embargo

from .checking import mark_checked
from .stepping import latest_of, live_of, require_updater, spoken, stepping
from .telling import tell_stopped
from .versions import clean, freeze_content, keep_working_copy_latest
from .windows import (
    give_window,
    own_reason,
    start_of,
    take_window,
    told_to_readers,
)


@dataclass
class Fix:
    """What became of a change to the live story."""

    live: Version
    draft: Version | None = None
    rescheduled: list[Version] = field(default_factory=list)
    stopped: list[Version] = field(default_factory=list)
    unsettled: list[Clash] = field(default_factory=list)


@logged(Verb.FIX)
def fix_live(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    live_number: int | None = None,
    note: str = "",
    substantive: bool | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Fix:
    """
    Publish one small change to the live story without its pending rewrite.

    `changes` maps names of content to new values. The change is merged three ways
    into the working copy and into every scheduled version. A scheduled version that
    contradicts it is stopped and says why; what the draft contradicts is written into
    `Article.unsettled` and blocks its publication until it is settled. The Updated
    stamp moves only with a `reason`, which readers see.
    """
    return _change_live(
        article,
        changes,
        by=by,
        live_number=live_number,
        note=note or "Fix of the live story",
        reason=told_to_readers(substantive, reason),
        at=at,
    )


@logged(Verb.CORRECT)
def correct(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    notice: str,
    live_number: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Fix:
    """As `fix_live`, with a notice to readers; the Updated stamp moves."""
    if not notice.strip():
        raise ValidationError("A correction needs a notice that says what was wrong.")
    return _change_live(
        article,
        changes,
        by=by,
        live_number=live_number,
        note=note or "Correction",
        notice=notice.strip(),
        reason="Corrected",
        at=at,
    )


@dataclass(frozen=True)
class _Coming:
    """A scheduled version while its window is lifted."""

    version: Version
    start: datetime
    expiry: datetime | None
    # What readers will be told of it.
    reason: str
    embargo: Embargo | None


def _change_live(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    live_number: int | None,
    note: str,
    reason: str,
    notice: str = "",
    at: datetime | None,
) -> Fix:
    moment = at or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, moment)
        live = live_of(article, moment)
        before = live.content
        after = content_after(live, changes, live_number, moment)
        working, draft = contents.capture(article), latest_of(article)
        fixed = freeze_content(article, after, by=by, based_on=live, note=note)
        # Coming windows are lifted while the fix takes its place before them.
        coming = _lift_coming(article, moment)
        fixed = give_window(
            article,
            fixed,
            moment,
            live.expires_at,
            now=moment,
            reason=reason,
        )
        fix = Fix(live=fixed)
        for waiting in coming:
            _carry_into_schedule(article, fix, waiting, before, after, moment, by=by)
        _carry_into_draft(article, fix, before, after, working, draft, by=by)
        if notice:
            Correction.objects.create(
                article=article,
                version=fixed,
                notice=notice,
                published_at=moment,
                by=by,
            )
        if reason:
            mark_checked(article, by=by, at=moment)
        log(
            article,
            Verb.CORRECT if notice else Verb.FIX,
            by=by,
            version=fix.live,
            detail=notice or note,
        )
    return fix


def content_after(
    live: Version, changes: dict[str, Any], live_number: int | None, moment: datetime
) -> Content:
    """What the live story will say; raises `ValidationError` where it may not."""
    if live.retracted:
        raise ValidationError("The story is retracted; its notice stands alone.")
    if live_number is not None and live.number != live_number:
        raise ValidationError(
            f"Version {live.number} went live since you opened this. Look at it first."
        )
    after = live.content | clean(changes, moment)
    if not changed(live.content, after):
        raise ValidationError("Nothing was changed.")
    # What was wrong before the fix does not stand in its way.
    was_wrong = problems(live.content, at=moment, article=live.article)
    now_wrong = problems(after, at=moment, article=live.article)
    found = [each for each in now_wrong if each not in was_wrong]
    if found:
        raise ValidationError(found)
    return after


def _lift_coming(article: Article, moment: datetime) -> list[_Coming]:
    coming = [
        _Coming(
            version=version,
            start=start_of(version),
            expiry=version.expires_at,
            reason=own_reason(version),
            embargo=version.embargo,
        )
        for version in article.versions.scheduled(moment)
        .select_related("embargo")
        .order_by("live_from")
    ]
    for waiting in coming:
        take_window(waiting.version)
    return coming


def _carry_into_schedule(
    article: Article,
    fix: Fix,
    waiting: _Coming,
    before: Content,
    after: Content,
    moment: datetime,
    *,
    by: User,
) -> None:
    version = waiting.version
    merged = merge(before, version.content, after)
    if merged.clashes:
        what = ", ".join(clash.label.lower() for clash in merged.clashes)
        take_window(
            version,
            because=f"It was scheduled for {spoken(waiting.start)}, but version "
            f"{fix.live.number} changed the live story meanwhile and both changed: "
            f"{what}. Bring them together, then schedule again.",
        )
        fix.stopped.append(version)
        tell_stopped(article, version, event=f"by-{fix.live.pk}", by=by)
        return
    carried = freeze_content(
        article,
        merged.content,
        by=by,
        based_on=version,
        note=f"Version {version.number} with the fix of version {fix.live.number}",
    )
    fix.rescheduled.append(
        give_window(
            article,
            carried,
            waiting.start,
            waiting.expiry,
            now=moment,
            reason=waiting.reason,
            embargo=waiting.embargo,
        )
    )


def _carry_into_draft(
    article: Article,
    fix: Fix,
    before: Content,
    after: Content,
    working: Content,
    draft: Version,
    *,
    by: User,
) -> None:
    merged = merge(before, working, after)
    contents.write(article, merged.content)
    if merged.clashes:
        article.unsettled = [
            {"field": clash.field, "label": clash.label, "live": clash.theirs}
            for clash in merged.clashes
        ]
        article.save(update_fields=["unsettled"])
    fix.unsettled = merged.clashes
    fix.draft = keep_working_copy_latest(
        article,
        by=by,
        note=f"Draft with the fix of version {fix.live.number}",
        draft=draft,
    )
