"""How long it takes to fill what stands beside a story, in an archive of many."""

import statistics
import sys
import time

import django
from django.db import connection, transaction

ROUNDS = 30


def main(count: int) -> None:
    # Imported once Django is set up.
    from django.core.cache import cache
    from django.test.utils import CaptureQueriesContext

    from articles.curation import fill
    from tests.articles.curation.test_cost import newsroom

    with transaction.atomic():
        place, now = newsroom(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as captured:
            fill(place, now)
        cold, warm = [], []
        for _ in range(ROUNDS):
            cache.clear()
            cold.append(timed(lambda: fill(place, now)))
            warm.append(timed(lambda: fill(place, now)))
        transaction.set_rollback(True)
    print(
        f"\nThe fill beside a story, {count:,} stories: "
        f"{statistics.median(warm):.1f} ms, {statistics.median(cold):.1f} ms with "
        f"nothing remembered, {len(captured)} queries"
    )


def timed(call: object) -> float:
    """In milliseconds."""
    started = time.perf_counter()
    call()  # type: ignore[operator]
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
