"""
Holding what stories say against what is known: today, and at every coming moment at
which something becomes known or a day passes.

Statements are judged, not texts: an announcement costs as much as there are different
things said about its show, in however many stories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from articles.claims import (
    Claim as Said,
    Field,
    Modality,
    Place,
    Tense,
    Verdict,
    When,
    judge as judge_claim,
)
from articles.models import NeedsUpdate, Statement
from shows.facts import Rewritten
from shows.models import Announcement, Fact, Show
from shows.signals import announcement_recorded

from .knowing import Knowledge, midnight_after

# Which claims a fact can make wrong.
TOUCHED: dict[str, set[Field]] = {
    Fact.Field.STATUS: {Field.STATUS, Field.RELEASE_DATE, Field.SEASON_COUNT},
    Fact.Field.RELEASE_DATE: {Field.STATUS, Field.RELEASE_DATE},
    Fact.Field.PLATFORM: {Field.PLATFORM},
    Fact.Field.EPISODE_COUNT: {Field.EPISODE_COUNT},
    Fact.Field.ROLE: {Field.CAST, Field.CHARACTER},
}
CHUNK = 500


@receiver(announcement_recorded, dispatch_uid="articles.news.doubting")
def hold_against_news(
    sender: Any, announcement: Announcement, rewritten: Rewritten, **kwargs: Any
) -> None:
    """Inside the step's own transaction: no news without its flags."""
    rows = [*rewritten.removed, *rewritten.added]
    # Credits wait for the first news of their season or show, whatever it says.
    judge_show(announcement.show, fields=touched_by(rows) | TOUCHED[Fact.Field.ROLE])


def touched_by(facts: Iterable[Fact]) -> set[Field]:
    """The kinds of claims that these facts bear on."""
    return {each for fact in facts for each in TOUCHED.get(fact.field, ())}


@transaction.atomic
def judge_show(
    show: Show, *, fields: Iterable[str] | None = None, at: datetime | None = None
) -> int:
    """
    Judge all that is said about a show, or what is said of some fields; returns how
    many flags changed.
    """
    statements = Statement.objects.filter(show=show)
    if fields is not None:
        statements = statements.filter(field__in=list(fields))
    found = list(statements)
    return judge(found, show, at=at) if found else 0


def judge(
    statements: list[Statement], show: Show, *, at: datetime | None = None
) -> int:
    """
    Write the flags of these statements about one show anew, from now on. Those that
    are right already stay, with the moment since which they stand.
    """
    now = at or timezone.now()
    known = Knowledge.of(show)
    changes = known.changes(now)
    standing: dict[int, list[NeedsUpdate]] = defaultdict(list)
    for keys in _chunks([statement.pk for statement in statements]):
        for doubt in NeedsUpdate.objects.filter(statement__in=keys):
            standing[doubt.statement_id].append(doubt)
    removed: list[int] = []
    added: list[NeedsUpdate] = []
    for statement in statements:
        wanted = doubts_of(statement, known, changes, now)
        before = standing[statement.pk]
        _keep_beginnings(wanted, before, now)
        if {_columns(doubt) for doubt in wanted} == {_columns(d) for d in before}:
            continue
        removed += [doubt.pk for doubt in before]
        added += wanted
    for keys in _chunks(removed):
        NeedsUpdate.objects.filter(pk__in=keys).delete()
    NeedsUpdate.objects.bulk_create(added, batch_size=CHUNK)
    return len(removed) + len(added)


def doubts_of(
    statement: Statement, known: Knowledge, changes: list[datetime], now: datetime
) -> list[NeedsUpdate]:
    """The runs of time, from now on, over which a statement needs a reader."""
    said = as_claim(statement)
    moments = {now, *changes}
    if statement.ends_on and (passed := midnight_after(statement.ends_on)):
        moments |= {passed} if passed > now else set()
    runs: list[tuple[datetime, Verdict]] = []
    for moment in sorted(moments):
        verdict = judge_claim(said, known.at(moment))
        if not runs or runs[-1][1] != verdict:
            runs.append((moment, verdict))
    ends = [start for start, _ in runs[1:]]
    return [
        NeedsUpdate(
            statement=statement,
            standing=verdict.standing,
            why=verdict.why,
            since=verdict.since,
            announcement_id=verdict.source,
            valid_from=start,
            valid_until=end,
            cause=cause_of(verdict),
        )
        for (start, verdict), end in zip(runs, [*ends, None], strict=True)
        if verdict.needs_a_reader
    ]


def cause_of(verdict: Verdict) -> str:
    """What asks for a reader: the announcement or, where none does, what is said."""
    if verdict.source:
        return f"news-{verdict.source}"
    return sha256(verdict.why.encode()).hexdigest()[:32]


def _keep_beginnings(
    wanted: list[NeedsUpdate], before: list[NeedsUpdate], now: datetime
) -> None:
    """A flag that stands already began when it began."""
    open_now = {
        doubt.cause: doubt.valid_from for doubt in before if doubt.valid_from <= now
    }
    for doubt in wanted:
        if doubt.valid_from == now:
            doubt.valid_from = open_now.get(doubt.cause, now)


def _columns(doubt: NeedsUpdate) -> tuple[Any, ...]:
    return (
        str(doubt.standing), doubt.why, doubt.since, doubt.announcement_id,
        doubt.valid_from, doubt.valid_until, doubt.cause,
    )  # fmt: skip


def as_claim(statement: Statement) -> Said:
    """The statement as the library judges it, without a sentence."""
    when = None
    if statement.starts_on and statement.ends_on:
        when = When(
            statement.starts_on, statement.ends_on, statement.bound, statement.other_on
        )
    return Said(
        field=Field(statement.field),
        show_id=statement.show_id,
        season=statement.season,
        season_id=None,
        value=statement.value,
        negated=statement.negated,
        modality=Modality(statement.modality),
        tense=Tense(statement.tense),
        sentence="",
        place=Place.BODY,
        block=0,
        start=0,
        end=0,
        key="",
        when=when,
        number=statement.number,
        person_id=statement.person_id,
        person=statement.person_name,
        character=statement.character,
        cues=statement.cues,
    )


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    edges = [*range(0, len(keys), CHUNK), len(keys)]
    return (keys[begin:end] for begin, end in pairwise(edges))
