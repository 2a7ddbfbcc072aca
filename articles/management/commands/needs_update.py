import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from articles.news.needing import Entry, Queue, is_of_a_story


class Command(BaseCommand):
    help = (
        "Print what readers see and facts have made wrong or doubtful, the most wrong "
        "first: the story, the sentence, what it claims, the fact now and since when."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="For other programs.")

    def handle(self, **options: Any) -> None:
        queue = Queue(None, timezone.now())
        entries = queue.read([key for key in queue.keys if is_of_a_story(key)])
        if options["json"]:
            rows = [_row(entry) for entry in entries]
            self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for entry in entries:
            since = f" (since {entry.since:%-d %B %Y})" if entry.since else ""
            self.stdout.write(f"{entry.title}\n  {entry.trouble.label}")
            if entry.sentence:
                self.stdout.write(f"  “{entry.sentence}”")
            self.stdout.write(f"  {entry.now}{since}")
        self.stdout.write(f"{len(entries)} to look at.")


def _row(entry: Entry) -> dict[str, Any]:
    article = entry.article
    assert article is not None  # noqa: S101 - see is_of_a_story
    return {
        "article": entry.title,
        "address": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "sentence": entry.sentence,
        "place": entry.place or "body",
        "claim": entry.says,
        "fact": entry.now,
        "since": entry.since.isoformat() if entry.since else None,
        "source": entry.source_name,
        "source_url": entry.source_url,
        "trouble": entry.trouble.key,
        "flagged_at": entry.flagged_at.isoformat() if entry.flagged_at else None,
        "assignee": str(article.assignee) if article.assignee else None,
    }
