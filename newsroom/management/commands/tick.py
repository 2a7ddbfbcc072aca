import logging
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.ticking import TASKS as OF_STORIES
from newsroom import ticking

logger = logging.getLogger(__name__)


def forget_sessions(at: Any) -> str:
    """Sessions that have run out; whoever they belonged to is logged out already."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "cleared expired sessions"


# Every task may run twice at once, stop halfway and be run again.
TASKS = {**OF_STORIES, "sessions": forget_sessions}


class Command(BaseCommand):
    help = (
        "Do what follows from the passing of time: mail notices that wait, forget who "
        "had which story open, clear expired sessions. Run it every minute; running "
        "it twice at once or not at all harms nothing, as what readers see never "
        "waits for it. Autosaved text is never touched."
    )

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        done, failed = [], []
        for name, task in TASKS.items():
            try:
                done.append(task(at))
            except Exception:
                # One that fails must not keep the others from their work.
                logger.exception("tick: %s failed.", name)
                failed.append(name)
        ticking.note(at, failed)
        self.stdout.write(f"tick: {'; '.join(done)}")
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}.")
