"""Pictures whose rights end, for the first screen of the desk."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from .models import Image
from .usage import before_readers, count_by_picture

MOST_ROWS = 10
# More are said to be "100 or more"; counting them all would help nobody.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Ending:
    """A picture and the last day on which it may be shown."""

    image: Image
    day: date
    has_ended: bool
    # In how many places it stands: stories, shows, people, authors.
    uses: int


@dataclass(frozen=True)
class Endings:
    rows: list[Ending]
    # Up to MOST_COUNTED.
    count: int


def ending(moment: datetime, limit: int = MOST_ROWS) -> Endings:
    """
    Rights that have ended while readers still meet the picture's place, the latest
    first; then those that end within 14 days, the next first.

    Readers see no picture whose rights have ended, but a hole where it was. Costs three
    queries, however many kinds of places there are.
    """
    today = timezone.localdate(moment)
    ended = Image.objects.rights_ended(today).filter(before_readers(moment))
    coming = Image.objects.rights_ending(today)
    found = [
        *ended.order_by("-rights_end_on", "-pk")[:MOST_COUNTED],
        *coming.order_by("rights_end_on", "-pk")[:MOST_COUNTED],
    ][:MOST_COUNTED]
    shown = found[:limit]
    uses = count_by_picture(image.pk for image in shown)
    return Endings(
        rows=[_row(image, today, uses[image.pk]) for image in shown], count=len(found)
    )


def _row(image: Image, today: date, uses: int) -> Ending:
    day = image.rights_end_on
    assert day is not None  # noqa: S101 - both querysets ask for one
    return Ending(image, day, day < today, uses)
