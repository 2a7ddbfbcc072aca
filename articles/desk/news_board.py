"""What the news gives the desk to do: columns of the first screen that are rarely there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from articles.news import desk as news_desk
from authors.models import User
from shows import wording
from shows.models import Fact, Proposal

from .board import MOST_COUNTED, ROWS, Column, Row
from .speaking import ago, name_of

# How long somebody is told what became of a proposal.
TOLD = timedelta(days=7)


def columns(user: User, at: datetime) -> list[Column]:
    """Those that hold something, for this person at this moment."""
    found = []
    if news_desk.may_record(user):
        found.append(_passed(at))
    if user.has_perm("shows.decide_proposal"):
        found.append(_open_proposals(at))
    elif news_desk.may_propose(user):
        found.append(_own_proposals(user, at))
    return [column for column in found if column.rows]


def _passed(at: datetime) -> Column:
    """Dates that have passed while nobody has said that it came out."""
    passed = Fact.objects.passed_unconfirmed(at).order_by("-date", "-pk")
    passed = passed.select_related("show", "season", "part", "announcement")
    rows = list(passed[: MOST_COUNTED + 1])
    return Column(
        key="passed",
        title="Did it come out?",
        rows=[_passed_row(fact) for fact in rows[:ROWS]],
        count=len(rows),
        nothing="",
        more=reverse("admin:articles_article_passed"),
        counted=("date", "dates"),
    )


def _passed_row(fact: Fact) -> Row:
    day = wording.period(fact.date, fact.precision, fact.moment, fact.zone)
    return Row(
        title=wording.subject_in_words(fact),
        url=reverse("admin:shows_show_change", args=[fact.show_id]),
        said=[fact.announcement.source_name],
        alarm=f"{day} has passed",
        act="It did not…",
        act_url=reverse("admin:articles_article_did_not", args=[fact.pk]),
        press="It came out",
        press_url=reverse("admin:articles_article_came_out", args=[fact.pk]),
    )


def _open_proposals(at: datetime) -> Column:
    """The oldest first: somebody waits for an answer."""
    proposals = Proposal.objects.filter(state=Proposal.State.OPEN).order_by("pk")
    found = list(proposals.select_related("show", "proposed_by")[: MOST_COUNTED + 1])
    return Column(
        key="proposals",
        title="Proposed news",
        rows=[
            Row(
                title=str(proposal),
                url=_look(proposal),
                said=[
                    f"by {name_of(proposal.proposed_by)}"
                    if proposal.proposed_by
                    else "by an import",
                    proposal.source_name,
                    ago(proposal.proposed_at, at),
                ],
                act="Look at it",
                act_url=_look(proposal),
            )
            for proposal in found[:ROWS]
        ],
        count=len(found),
        nothing="",
        more=f"{reverse('admin:shows_proposal_changelist')}?state__exact=open",
        counted=("proposal", "proposals"),
    )


def _own_proposals(user: User, at: datetime) -> Column:
    """What waits for an editor, and what became of the rest lately."""
    own = Proposal.objects.filter(proposed_by=user).select_related("show", "decided_by")
    lately: Any = Q(state=Proposal.State.OPEN) | Q(decided_at__gt=at - TOLD)
    found = list(own.filter(lately).order_by("-pk")[: MOST_COUNTED + 1])
    return Column(
        key="proposals",
        title="News you proposed",
        rows=[
            Row(
                title=str(proposal),
                url=reverse("admin:shows_proposal_change", args=[proposal.pk]),
                said=_fate(proposal, at),
                alarm="Refused" if proposal.state == Proposal.State.REFUSED else "",
            )
            for proposal in found[:ROWS]
        ],
        count=len(found),
        nothing="",
        more=reverse("admin:shows_proposal_changelist"),
        counted=("proposal", "proposals"),
    )


def _fate(proposal: Proposal, at: datetime) -> list[str]:
    if proposal.state == Proposal.State.OPEN:
        return ["waits for an editor", ago(proposal.proposed_at, at)]
    said = [f"{proposal.state} by {name_of(proposal.decided_by)}"]
    return [*said, proposal.refused_because] if proposal.refused_because else said


def _look(proposal: Proposal) -> str:
    here = reverse("admin:articles_article_what_happened")
    return f"{here}?{urlencode({'proposal': proposal.pk})}"
