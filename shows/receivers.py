from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from . import similar
from .models import Credit, Show


def connect() -> None:
    """Hear of every change of what shows have in common, bulk writes excepted."""
    for signal in (post_save, post_delete):
        for model in (Credit, Show):
            signal.connect(forget_likeness, sender=model)
    for links in (Show.genres.through, Show.countries.through):
        m2m_changed.connect(forget_likeness, sender=links)


def forget_likeness(**kwargs: Any) -> None:
    """Once it is committed, for until then others would remember the old state."""
    transaction.on_commit(similar.forget)
