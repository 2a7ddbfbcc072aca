"""Embargoes, made by the step."""

from datetime import datetime, timedelta

from django.utils import timezone

from shows import embargoes
from shows.models import Embargo

from .desk import make_editor


def make_embargo(
    name: str = "Tudum, season 3", lifts_at: datetime | None = None
) -> Embargo:
    """One that lifts in three days."""
    lifts_at = lifts_at or timezone.now() + timedelta(days=3)
    return embargoes.make(by=make_editor(), name=name, lifts_at=lifts_at)
