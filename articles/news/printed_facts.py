"""
Which facts a version prints, so that whoever changes a fact can ask where it stands.

The rows are kept for versions with a window, like all index rows; ask with
`Version.objects.printing(show, …)`.
"""

from __future__ import annotations

from typing import NamedTuple

from articles.body.lines import asked_in
from articles.body.live_facts import PRINTS, references
from articles.embeds import REGISTRY, placements
from articles.models import Version, VersionFact
from shows.models import Show


class Printed(NamedTuple):
    """A field of a show, or of one of its seasons by number."""

    show: int
    season: int | None
    field: str
    in_lines: bool = False


def printed_facts(version: Version) -> set[Printed]:
    """
    What its blocks, its sentences and its lines print. A show may be one that was
    merged into another.
    """
    blocks = {
        Printed(placement.id, placement.season, str(field))
        for placement in placements(version.body)
        for field in REGISTRY[placement.kind].prints
    }
    sentences = [(each, False) for each in references(version.body)]
    sentences += [(each, True) for each in asked_in(version.live_lines)]
    return blocks | {
        Printed(reference.show, reference.season, str(field), in_lines)
        for reference, in_lines in sentences
        for field in PRINTS[reference.field]
    }


def rows_of(version: Version) -> list[VersionFact]:
    """Its index rows, not saved. A show that is gone has none."""
    printed = printed_facts(version)
    ids = {each.show for each in printed}
    kept = {
        pk: merged_into or pk
        for pk, merged_into in Show.objects.filter(pk__in=ids).values_list(
            "pk", "merged_into"
        )
    }
    followed = {
        each._replace(show=kept[each.show]) for each in printed if each.show in kept
    }
    return [
        VersionFact(
            version=version,
            show_id=each.show,
            season_number=each.season,
            field=each.field,
            in_lines=each.in_lines,
        )
        for each in sorted(followed, key=str)
    ]
