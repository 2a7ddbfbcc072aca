"""
What readers see of layouts: put live, scheduled, cancelled, undone.

Nothing that stood is changed by it; undoing is letting the layout before stand again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, Front, FrontLine, Layout, LayoutWindow
from articles.publishing import spoken
from authors.models import User

from . import content as contents, windows
from .content import Kind
from .steps import (
    Clash,
    home,
    live_content,
    live_window,
    log,
    make,
    merge,
    stepping,
    write_save,
)

Verb = FrontLine.Verb
FURTHEST = timedelta(days=3 * 366)


def apply(layout: Layout, *, by: User, seen: int | None = None) -> LayoutWindow:
    """
    Let readers see a layout from now on, until what is scheduled next.

    `seen` is the window that was live when the person looked; the working draft of a
    page that others have changed since takes their changes in first. Where both changed
    the same, the draft keeps its own, and is put live only when asked once more.
    """
    now = timezone.now()
    with stepping(layout.front, by) as front:
        layout.refresh_from_db()
        if layout.is_discarded:
            raise ValidationError("This layout was discarded meanwhile.")
        window = live_window(front, now)
        if window and window.layout_id == layout.pk:
            raise ValidationError("Readers see this layout already.")
        if seen is not None and seen != (window.pk if window else 0):
            raise ValidationError(_meanwhile(window))
        detail, clashes = _catch_up(layout, window, by=by)
        if not clashes:
            placed = windows.place(front, layout, by=by, start=now)
            log(layout, Verb.APPLY, by=by, detail=detail)
            return placed
    raise ValidationError(
        [
            *(
                f"{clash.what}: this layout says “{clash.mine}”; the page was changed to "
                f"“{clash.theirs}” meanwhile."
                for clash in clashes
            ),
            "It has taken in everything else. Change it, or put it live again as it is.",
        ]
    )


def _meanwhile(window: LayoutWindow | None) -> str:
    if window is None:
        return "The page was changed meanwhile. Look at it before you change it."
    return (
        f"{window.by} changed the page at {spoken(window.live_from)}. Look at it "
        "before you change it."
    )


def _catch_up(
    layout: Layout, window: LayoutWindow | None, *, by: User
) -> tuple[str, list[Clash]]:
    """
    A working draft takes in what the page has become since it was begun, so that it
    does not undo it. Alternatives are prepared whole and stay so.

    What it took in, in words for the log, and what both had changed.
    """
    if (
        window is None
        or layout.name
        or layout.occasion
        or layout.based_on_id == window.layout_id
        or layout.windows.exists()
    ):
        return "", []
    base = (
        contents.capture(layout.based_on)
        if layout.based_on
        else contents.default(layout.front)
    )
    mine = contents.capture(layout)
    theirs = contents.capture(window.layout) | {"name": "", "occasion": ""}
    merged, clashes = merge(base | {"name": "", "occasion": ""}, mine, theirs)
    layout.based_on = window.layout
    note = f"took in what {window.by} changed on the page"
    write_save(layout, merged, by=by, note=note)
    return note, clashes


def schedule(
    layout: Layout, *, by: User, at: datetime, until: datetime | None = None
) -> LayoutWindow:
    """
    Let a layout stand from a coming moment, perhaps until another one; what it
    interrupts then returns.
    """
    now = timezone.now()
    if at <= now:
        raise ValidationError("That moment has passed. Put the layout live instead.")
    if until and until <= at:
        raise ValidationError("It would end before it begins.")
    if at > now + FURTHEST:
        raise ValidationError("Choose a moment within three years.")
    with stepping(layout.front, by) as front:
        layout.refresh_from_db()
        if layout.is_discarded:
            raise ValidationError("This layout was discarded meanwhile.")
        over = front.windows.scheduled(now).filter(resumes=False, live_from__gte=at)
        for window in over.filter(live_from__lt=until) if until else over[:0]:
            raise ValidationError(
                f"“{window.layout}” is scheduled for {spoken(window.live_from)}, "
                "which lies within that time. Cancel it first."
            )
        if over.filter(live_from=at).exists():
            raise ValidationError("Another layout is scheduled for that very moment.")
        window = windows.place(front, layout, by=by, start=at, until=until)
        ends = f", until {spoken(until)}" if until else ""
        log(layout, Verb.SCHEDULE, by=by, detail=f"for {spoken(at)}{ends}")
        return window


def cancel(window: LayoutWindow, *, by: User) -> None:
    """Cancel a schedule whose time has not come."""
    with stepping(window.front, by):
        found = LayoutWindow.objects.filter(pk=window.pk).first()
        if found is None:
            raise ValidationError("That schedule has been cancelled already.")
        if found.live_from <= timezone.now():
            raise ValidationError("Its time has come: readers see it.")
        layout, when = found.layout, spoken(found.live_from)
        windows.take_away(found)
        log(layout, Verb.CANCEL, by=by, detail=f"for {when}")


def undo(front: Front, *, by: User, seen: int) -> LayoutWindow | None:
    """
    Return to the layout before the one that was live when the person looked; None
    where that is the page as it fills by itself. Undone again, it comes back.
    """
    now = timezone.now()
    with stepping(front, by) as row:
        window = live_window(row, now)
        if window is None or window.pk != seen:
            raise ValidationError(_meanwhile(window))
        before = before_it(window)
        layout = before.layout if before else _by_itself(row, by)
        placed = windows.place(row, layout, by=by, start=now)
        log(
            layout,
            Verb.UNDO,
            by=by,
            detail=f"instead of “{window.layout}”",
        )
        return placed


def before_it(window: LayoutWindow) -> LayoutWindow | None:
    """The window that ended as this one began."""
    return (
        LayoutWindow.objects.filter(front=window.front, live_until=window.live_from)
        .select_related("layout")
        .first()
    )


def _by_itself(front: Front, by: User) -> Layout:
    content = contents.default(front) | {"name": "As it fills by itself"}
    return make(front, content, by=by, based_on=None, verb=Verb.DRAFT)


def make_lead(
    article: Article, *, by: User, front: Front | None = None
) -> LayoutWindow:
    """
    Put a live story into the lead, at once: the page as it is, with one pin more.

    What led before stays pinned behind it, and stands there again when this pin is
    taken out.
    """
    now = timezone.now()
    with stepping(front or home(), by) as row:
        if not article.versions.live(now).listed().exists():
            raise ValidationError("Readers cannot see this story yet.")
        window = live_window(row, now)
        content = live_content(row, now)
        lead = next(each for each in content["slots"] if each["kind"] == Kind.LEAD)
        others = [each for each in content["pins"] if each["article"] != article.pk]
        if content["pins"] != others and content["pins"][0]["article"] == article.pk:
            first = content["pins"][0]
            if first["slot"] == lead["uid"]:
                raise ValidationError("This story leads already.")
        content["pins"] = [contents.pin(lead["uid"], article.pk), *others]
        content |= {"name": "", "occasion": ""}
        layout = make(
            row,
            content,
            by=by,
            based_on=window.layout if window else None,
            verb=Verb.LEAD,
            detail=f"“{article}” leads",
        )
        return windows.place(row, layout, by=by, start=now)
