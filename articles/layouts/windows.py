"""
Who stands when: the windows of one front never overlap, and leave what is past alone.

Everything here expects the front's row to be locked.
"""

from __future__ import annotations

from datetime import datetime

from articles.models import Front, Layout, LayoutWindow
from authors.models import User


def place(
    front: Front,
    layout: Layout,
    *,
    by: User,
    start: datetime,
    until: datetime | None = None,
) -> LayoutWindow:
    """
    Let the layout stand from `start`: until then, or until what is scheduled next.

    What it interrupts returns when its time is over.
    """
    windows = front.windows.order_by("live_from")
    following = windows.filter(live_from__gt=start).first()
    ends = until or (following.live_from if following else None)
    standing = windows.live(start).first()
    resumed: tuple[Layout, datetime | None] | None = None
    later = windows.filter(live_from__gte=start)
    for window in later.filter(live_from__lt=ends) if ends else later:
        # Scheduled for a part of its time: the rest of it stays.
        if ends and (window.live_until is None or window.live_until > ends):
            resumed = (window.layout, window.live_until)
        window.delete()
    if standing and standing.live_from < start:
        rest = standing.live_until
        if ends and (rest is None or rest > ends):
            resumed = (standing.layout, rest)
        standing.live_until = start
        standing.save(update_fields=["live_until"])
        _return_to(front, layout, instead_of=standing.layout, after=start, until=until)
    window = LayoutWindow.objects.create(
        front=front, layout=layout, live_from=start, live_until=ends, by=by
    )
    if resumed and ends:
        LayoutWindow.objects.create(
            front=front,
            layout=resumed[0],
            live_from=ends,
            live_until=resumed[1],
            resumes=True,
            by=by,
        )
    return window


def _return_to(
    front: Front,
    layout: Layout,
    *,
    instead_of: Layout,
    after: datetime,
    until: datetime | None,
) -> None:
    """What was to return after a scheduled layout has been replaced meanwhile."""
    if until is None:
        front.windows.filter(
            live_from__gt=after, resumes=True, layout=instead_of
        ).update(layout=layout)


def take_away(window: LayoutWindow) -> None:
    """Undo a schedule whose time has not come: what stood before it stays."""
    front, start, end = window.front, window.live_from, window.live_until
    window.delete()
    before = front.windows.filter(live_until=start).first()
    if before is None:
        return
    if end is not None:
        after = front.windows.filter(
            live_from=end, resumes=True, layout=before.layout
        ).first()
        if after is not None:
            end = after.live_until
            after.delete()
    before.live_until = end
    before.save(update_fields=["live_until"])
