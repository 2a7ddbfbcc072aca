"""What imports and writers suggest, and what editors make of it."""

from __future__ import annotations

import json
from datetime import date as Date, datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from .. import newcomers
from ..models import (
    Announcement,
    Embargo,
    Person,
    Platform,
    Proposal,
    Season,
    SeasonPart,
    Show,
    Trailer,
)
from .recording import allow, record


def propose(
    *,
    kind: str,
    show: Show,
    source_name: str,
    source_url: str = "",
    by: AbstractUser | None = None,
    **value: Any,
) -> Proposal:
    """Suggest an announcement to the editors; the same one twice is one proposal."""
    if by is not None:
        allow(by, "shows.view_announcement", "propose announcements")
    stored = {name: _to_json(item) for name, item in value.items() if item}
    digest = sha256(
        json.dumps([show.pk, kind, source_name, stored], sort_keys=True).encode()
    ).hexdigest()
    proposal, _ = Proposal.objects.get_or_create(
        digest=digest,
        defaults={
            "kind": kind,
            "show": show,
            "value": stored,
            "words": _proposed_words(kind, show, value)[:300],
            "source_name": source_name,
            "source_url": source_url,
            "proposed_by_id": by.pk if by else None,
        },
    )
    return proposal


def _proposed_words(kind: str, show: Show, value: dict[str, Any]) -> str:
    """As the announcement would read, of rows that may not exist yet."""
    said = {name: item for name, item in value.items() if name not in newcomers.NAMED}
    if name := value.get("person_name"):
        said["person"] = Person(name=name)
    if title := value.get("trailer_title"):
        said["trailer"] = Trailer(show=show, title=title)
    words = str(Announcement(kind=kind, show=show, **said))
    number = value.get("season_number")
    if number is None:
        return words
    return f"{Season(show=show, number=number).name.capitalize()}: {words}"


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    by: AbstractUser,
    certainty: str | None = None,
    said: dict[str, Any] | None = None,
) -> Announcement:
    """
    Record what was proposed, as sure as the editor who accepts it is, or what the
    editor makes of it: `said` holds the arguments of `record`.
    """
    allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    if said is None:
        said = proposed(proposal)
        said.setdefault("announced_on", timezone.localdate(proposal.proposed_at))
    if certainty:
        said["certainty"] = certainty
    announcement = record(by=by, **said)
    proposal.announcement = announcement
    _decide(proposal, Proposal.State.ACCEPTED, by)
    return announcement


def proposed(proposal: Proposal) -> dict[str, Any]:
    """The arguments of `record` that a proposal holds."""
    return {
        **{name: _from_json(name, item) for name, item in proposal.value.items()},
        "kind": proposal.kind,
        "show": proposal.show,
        "source_name": proposal.source_name,
        "source_url": proposal.source_url,
    }


@transaction.atomic
def refuse(proposal: Proposal, *, by: AbstractUser, reason: str = "") -> Proposal:
    """A person who proposed something is told why not; an import is not."""
    allow(by, "shows.decide_proposal", "decide proposals")
    proposal = _open(proposal)
    if proposal.proposed_by_id and not reason.strip():
        name = proposal.proposed_by
        raise ValidationError({"reason": f"Say why; {name} will read it."})
    proposal.refused_because = reason.strip()
    _decide(proposal, Proposal.State.REFUSED, by)
    return proposal


def _open(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != Proposal.State.OPEN:
        raise ValidationError("Somebody has decided this proposal already.")
    return locked


def _decide(proposal: Proposal, state: str, by: AbstractUser) -> None:
    proposal.state = state
    proposal.decided_by_id = by.pk
    proposal.decided_at = timezone.now()
    proposal.save()


ROWS: dict[str, type[models.Model]] = {
    "embargo": Embargo,
    "season": Season,
    "part": SeasonPart,
    "person": Person,
    "platform": Platform,
    "trailer": Trailer,
}


def _to_json(item: Any) -> Any:
    if isinstance(item, models.Model):
        return item.pk
    return item.isoformat() if isinstance(item, Date) else item


def _from_json(name: str, item: Any) -> Any:
    if name in ROWS:
        try:
            return ROWS[name]._base_manager.get(pk=item)
        except ROWS[name].DoesNotExist:  # type: ignore[attr-defined]
            raise ValidationError(f"The {name} it names is no longer here.") from None
    if name in {"date", "announced_on"}:
        return Date.fromisoformat(item)
    if name in {"moment", "public_from"}:
        return datetime.fromisoformat(item)
    return item
