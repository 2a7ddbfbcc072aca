"""Notes of the desk on a story: threads, one level deep, that can be resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Note, Notice
from articles.permissions import may_see, require
from authors.models import User

from .mentions import mentioned, pieces
from .notices import tell_all

LONGEST = 5000
MOST_NAMES = 20


@transaction.atomic
def write_note(
    article: Article,
    text: str,
    *,
    by: User,
    reply_to: Note | None = None,
    asks: Iterable[User] = (),
) -> Note:
    """
    Leave a note on a story, or answer one, which opens a resolved one again.

    Told are, each once: those whom it `asks` for changes, whoever wrote the note
    that it answers, and everybody whose @name stands in it.
    """
    now = timezone.now()
    require(may_see(by, article), "You may not leave notes on this story.")
    text = _checked(text)
    if reply_to:
        reply_to = _thread_of(article, reply_to)
    people, _ = mentioned(text, article, now)
    if len(people) > MOST_NAMES:
        raise ValidationError(f"A note may name {MOST_NAMES} people at most.")
    note = Note.objects.create(
        article=article, text=text, by=by, reply_to=reply_to, created_at=now
    )
    # The key is the note's for every reason to be told of it, so that nobody is told
    # twice; the first reason counts.
    event: dict[str, Any] = {"key": f"note-{note.pk}", "by": by, "note": note}
    tell_all(asks, article, Notice.Kind.CHANGES_REQUESTED, **event)
    tell_all(people, article, Notice.Kind.MENTION, **event)
    if reply_to:
        tell_all([reply_to.by], article, Notice.Kind.REPLY, **event)
        _set_resolved(reply_to, None, None)
    return note


def resolve(note: Note, *, by: User) -> None:
    """Say that a thread is settled. Whoever was first is named."""
    require(may_see(by, note.article), "You may not resolve notes on this story.")
    thread = _thread_of(note.article, note)
    if thread.resolved_at is None:
        _set_resolved(thread, timezone.now(), by)


def reopen(note: Note, *, by: User) -> None:
    """The whole thread of a note, by whoever may see its story."""
    require(may_see(by, note.article), "You may not reopen notes on this story.")
    _set_resolved(_thread_of(note.article, note), None, None)


@dataclass
class Said:
    """A note as it is read: `pieces` are (text, whether it is a name that was told)."""

    note: Note
    pieces: list[tuple[str, bool]]


@dataclass
class Thread:
    first: Said
    replies: list[Said] = field(default_factory=list)

    @property
    def note(self) -> Note:
        return self.first.note


def threads(article: Article) -> QuerySet[Any]:
    """The first notes of a story's threads: open ones first, the liveliest on top."""
    replies = Note.objects.filter(reply_to=OuterRef("pk")).order_by("-created_at")
    return (
        article.notes.filter(reply_to=None)
        .select_related("by", "resolved_by")
        .annotate(
            last_at=Coalesce(Subquery(replies.values("created_at")[:1]), "created_at"),
            is_resolved=Q(resolved_at__isnull=False),
        )
        .order_by("is_resolved", "-last_at", "-pk")
    )


def read(firsts: Iterable[Note]) -> list[Thread]:
    """These threads with their replies, in two queries."""
    firsts = list(firsts)
    replies = list(
        Note.objects.filter(reply_to__in=firsts)
        .select_related("by")
        .order_by("created_at", "pk")
    )
    told: dict[int, list[str]] = {}
    notices = Notice.objects.filter(note__in=[*firsts, *replies])
    for note_id, name in notices.values_list("note_id", "user__username"):
        told.setdefault(note_id, []).append(name)

    def said(note: Note) -> Said:
        return Said(note, list(pieces(note.text, told.get(note.pk, []))))

    found = {note.pk: Thread(said(note)) for note in firsts}
    for reply in replies:
        if reply.reply_to_id:
            found[reply.reply_to_id].replies.append(said(reply))
    return list(found.values())


def counts(article: Article) -> dict[str, int]:
    """How many threads are open, and how many resolved."""
    return article.notes.filter(reply_to=None).aggregate(
        open=Count("pk", filter=Q(resolved_at=None)),
        resolved=Count("pk", filter=Q(resolved_at__isnull=False)),
    )


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError("Write something first.")
    if len(text) > LONGEST:
        raise ValidationError(
            f"A note has {LONGEST:,} characters at most; this one has {len(text):,}."
        )
    return text


def _thread_of(article: Article, note: Note) -> Note:
    """The note that began the thread."""
    if note.article_id != article.pk:
        raise ValidationError("That note belongs to another story.")
    return note.reply_to or note


def _set_resolved(thread: Note, at: datetime | None, by: User | None) -> None:
    changed = Note.objects.filter(pk=thread.pk, resolved_at__isnull=at is not None)
    if changed.update(resolved_at=at, resolved_by=by):
        thread.resolved_at, thread.resolved_by = at, by
