"""
The steps that change what editors chose. They act at once.

Each carries the number of the save it began from. One that began earlier than the last
is merged with what others did since; it never overwrites, and nothing is dropped.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.logbook import log, refusals_logged
from articles.models import Article, Pick, Selection, SelectionSave
from articles.models.log import Verb
from articles.permissions import may_curate, require
from authors.models import User
from shows.models import Show

from .content import (
    EMPTY,
    Clash,
    Content,
    check,
    content_of,
    merge,
    target_of,
    told,
    without_doubles,
    write,
)

MAY_NOT = "Only editors may change what stands beside stories."


class StaleSelection(ValidationError):
    """
    Two people changed the same thing differently since the base. Nothing was written;
    `content` holds both sides' changes, `clashes` what has to be decided.
    """

    def __init__(self, content: Content, clashes: list[Clash], number: int, by: User):
        self.content, self.clashes, self.number = content, clashes, number
        super().__init__(
            f"{by} changed the same meanwhile. Nothing is lost: below are your changes "
            "together with theirs, and what they made of it where you differ. Save "
            "once more."
        )


def selection_of(target: Article | Show) -> Selection:
    """What was picked for a story or a show; not stored before something is."""
    if isinstance(target, Article):
        found = Selection.objects.filter(article=target).first()
        return found or Selection(article=target)
    found = Selection.objects.filter(show=target).order_by("pk").first()
    return found or Selection(show=target)


def save(
    selection: Selection,
    content: Content,
    *,
    by: User,
    base: int | None = None,
    at: datetime | None = None,
) -> SelectionSave | None:
    """
    Make the selection what `content` says, merged with what happened since `base`.

    None is returned where that changes nothing but when somebody last looked. Without a base the content is taken as
    made from the latest.
    """
    with refusals_logged(selection, Verb.PICK, by):
        require(may_curate(by), MAY_NOT)
        with transaction.atomic():
            row = _locked(selection)
            saved = _write(row, content, by=by, base=base, at=at or timezone.now())
    for name in ("pk", "title", "is_retired", "latest_number", "touched_at"):
        setattr(selection, name, getattr(row, name))
    selection._state.adding = False
    return saved


def make_shelf(title: str, *, by: User, at: datetime | None = None) -> Selection:
    """An empty shelf, placed nowhere."""
    shelf = Selection(title=title.strip())
    if not shelf.title:
        raise ValidationError("A shelf needs a title.")
    save(shelf, EMPTY | {"title": shelf.title}, by=by, at=at)
    return shelf


def replace_everywhere(
    old: Article | Show,
    new: Article | Show | None,
    *,
    by: User,
    at: datetime | None = None,
) -> list[Selection]:
    """
    Put one thing in the place of another wherever that was picked, or take it out.

    Reasons and windows stay with the place. Where the new one is picked already, or is
    the page itself, the old one only leaves.
    """
    require(may_curate(by), MAY_NOT)
    picks = Pick.objects.filter(_names(old), is_never=False)
    changed = []
    with transaction.atomic():
        keys = picks.order_by("selection_id").values_list("selection_id", flat=True)
        for pk in list(keys):
            selection = Selection.objects.get(pk=pk)
            content = content_of(selection)
            content["rows"] = without_doubles(
                row
                for row in (_replaced(each, old, new) for each in content["rows"])
                if row and not _is_itself(row, selection)
            )
            if save(selection, content, by=by, at=at):
                changed.append(selection)
    return changed


def take_out(picks: list[int], *, by: User, at: datetime | None = None) -> int:
    """Take picks out of their lists, by their keys. Those that are gone already count
    for nothing."""
    require(may_curate(by), MAY_NOT)
    taken = 0
    with transaction.atomic():
        rows = Pick.objects.filter(pk__in=picks).order_by("selection_id")
        by_selection: dict[int, set[str]] = {}
        for selection_id, uid in rows.values_list("selection_id", "uid"):
            by_selection.setdefault(selection_id, set()).add(str(uid))
        for pk, uids in by_selection.items():
            selection = Selection.objects.get(pk=pk)
            content = content_of(selection)
            content["rows"] = [row for row in content["rows"] if row["uid"] not in uids]
            if save(selection, content, by=by, at=at):
                taken += len(uids)
    return taken


def _names(target: Article | Show) -> Q:
    if isinstance(target, Article):
        return Q(article=target)
    return Q(show=target)


def _locked(selection: Selection) -> Selection:
    """The row, made if it is not there, held until the step is over."""
    if selection._state.adding and not selection.is_shelf:
        owner: Any = {"article": selection.article, "show": selection.show}
        Selection.objects.get_or_create(**owner)
        rows = Selection.objects.filter(**owner)
    else:
        if selection._state.adding:
            selection.save(force_insert=True)
        rows = Selection.objects.filter(pk=selection.pk)
    row = rows.select_for_update(of=("self",)).order_by("pk").first()
    if row is None:
        raise ValidationError("This list was deleted meanwhile.")
    return row


def _write(
    row: Selection, content: Content, *, by: User, base: int | None, at: datetime
) -> SelectionSave | None:
    before = content_of(row)
    if base is not None and base < row.latest_number:
        since = row.saves.filter(number=base).first()
        merged = merge(since.content if since else EMPTY, content, before)
        if merged.clashes:
            last = row.saves.select_related("by").first()
            raise StaleSelection(
                merged.content,
                merged.clashes,
                row.latest_number,
                last.by if last else by,
            )
        content = merged.content
    check(row, content)
    content = content | {"placements": sorted(set(content["placements"]))}
    is_new_shelf = row.is_shelf and not row.latest_number
    row.touched_at, row.touched_by = at, by
    if content == before and not is_new_shelf:
        # Somebody looked, and it still holds.
        row.save(update_fields=["touched_at", "touched_by"])
        return None
    write(row, content)
    row.latest_number += 1
    row.save()
    note = told(before, content, names_of([*before["rows"], *content["rows"]]))
    log(row, Verb.PICK, by=by, detail=note)
    return row.saves.create(
        number=row.latest_number, content=content, by=by, at=at, note=note
    )


def names_of(rows: list[Content]) -> dict[str, str]:
    """What stories and shows are called now, by their targets."""
    articles = {row["article"] for row in rows if row["article"]}
    shows = {row["show"] for row in rows if row["show"]}
    stories = Article.objects.filter(pk__in=articles).values_list("pk", "headline")
    titles = Show.objects.filter(pk__in=shows).values_list("pk", "title")
    return {
        **{f"article:{pk}": name or "Untitled story" for pk, name in stories},
        **{f"show:{pk}": name for pk, name in titles},
    }


def _replaced(
    row: Content, old: Article | Show, new: Article | Show | None
) -> Content | None:
    if row["is_never"] or target_of(row) != _target(old):
        return row
    if new is None:
        return None
    is_story = isinstance(new, Article)
    return row | {
        "article": new.pk if is_story else None,
        "show": None if is_story else new.pk,
    }


def _target(thing: Article | Show) -> str:
    return f"{'article' if isinstance(thing, Article) else 'show'}:{thing.pk}"


def _is_itself(row: Content, selection: Selection) -> bool:
    return (row["article"] or 0) == selection.article_id or (
        row["show"] or 0
    ) == selection.show_id
