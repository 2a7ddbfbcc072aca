"""
Judging a show again when what is known of it changed without news: a credit, a
spelling, a title; or when two shows or people became one. The lines that name its cast
are worked out anew as well.

Done once the change is committed, as it says nothing to readers. `tick` judges every
show once a day besides, so that nothing missed stays missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Mod
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from articles.claims import Field
from articles.models import Statement, VersionFact
from articles.publishing.lines import renew_lines_about
from shows.models import Credit, OtherSpelling, Person, Show

from .doubting import judge_show

ROLES = (Field.CAST, Field.CHARACTER)
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True)
class JudgeAgain:
    """One show, or all in which a person plays; equal ones run once."""

    show: int | None = None
    person: int | None = None
    fields: tuple[str, ...] | None = None

    def __call__(self) -> None:
        shows = Show.objects.all()
        if self.show:
            shows = shows.filter(pk=self.show)
        else:
            shows = shows.filter(
                Q(credits__person=self.person) | Q(announcements__person=self.person)
            ).distinct()
        for show in said_of(shows):
            judge_show(show, fields=self.fields)
        told = VersionFact.objects.filter(in_lines=True, show=OuterRef("pk"))
        for show in shows.filter(Exists(told)):
            renew_lines_about(show)


def said_of(shows: Any) -> Any:
    """Those of which any story says anything."""
    return shows.filter(Exists(Statement.objects.filter(show=OuterRef("pk"))))


def judge_later(job: JudgeAgain) -> None:
    # A form that saves fifty credits asks fifty times.
    waiting = [entry[1] for entry in connection.run_on_commit]
    if job not in waiting:
        transaction.on_commit(job, robust=True)


@receiver([post_save, post_delete], sender=Credit, dispatch_uid="articles.judging")
def credit_changed(sender: Any, instance: Credit, **kwargs: Any) -> None:
    judge_later(JudgeAgain(show=instance.show_id, fields=ROLES))


@receiver(
    m2m_changed, sender=Credit.seasons.through, dispatch_uid="articles.judging.seasons"
)
def credited_seasons_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Credit):
        judge_later(JudgeAgain(show=instance.show_id, fields=ROLES))


@receiver(
    [post_save, post_delete], sender=OtherSpelling, dispatch_uid="articles.judging.name"
)
def spelling_changed(sender: Any, instance: OtherSpelling, **kwargs: Any) -> None:
    judge_later(JudgeAgain(person=instance.person_id, fields=ROLES))


@receiver(post_save, sender=Person, dispatch_uid="articles.judging.person")
def person_changed(sender: Any, instance: Person, **kwargs: Any) -> None:
    judge_later(JudgeAgain(person=instance.pk, fields=ROLES))


@receiver(post_save, sender=Show, dispatch_uid="articles.judging.show")
def show_changed(sender: Any, instance: Show, **kwargs: Any) -> None:
    judge_later(JudgeAgain(show=instance.pk))


def judge_daily(at: datetime) -> int:
    """The shows whose minute of the day this is; returns how many flags changed."""
    minute = at.hour * 60 + at.minute
    due = Show.objects.annotate(minute=Mod(F("pk"), MINUTES_OF_A_DAY))
    return sum(judge_show(show) for show in said_of(due.filter(minute=minute)))
