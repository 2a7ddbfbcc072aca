"""How facts about shows are laid out: the shape of a status, the rows of a panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list

from shows.models import Credit, Fact, Genre, Platform, Season, SeasonPart, Show
from shows.printing import PrintedFact, ShowFacts, SubjectFacts
from shows.vocabulary import UPCOMING, Status

register = template.Library()

# Told elsewhere on the page: in the cast list, and by the trailer itself.
OFF_THE_TABLE = {Fact.Field.ROLE, Fact.Field.TRAILER}
PLATES = 6
# In letters, without the spaces.
WIDE_TITLE, WIDE_WORD = 40, 14
ORDER = {field: place for place, field in enumerate(Fact.Field.values)}


@dataclass(frozen=True)
class FactRow:
    """One label of a facts table and all that is said about it."""

    label: str
    facts: list[PrintedFact]

    @property
    def is_status(self) -> bool:
        return self.facts[0].fact.field == Fact.Field.STATUS


@register.filter
def status_shape(status: str) -> str:
    """Which of the five marks stands before the word; see `.status` in site.css."""
    if status == Status.DATED:
        return "dated"
    return "announced" if status in UPCOMING else status


@register.filter
def plate(title: str) -> int:
    """Which of the plates in site.css stands for a missing poster; always the same."""
    return sum(map(ord, title)) % PLATES + 1


@register.filter
def is_wide_title(title: str) -> bool:
    """Whether it, or a word of it, asks for smaller letters than most titles."""
    words = [_width(word) for word in str(title).split()]
    return sum(words) > WIDE_TITLE or max(words, default=0) > WIDE_WORD


def _width(word: str) -> int:
    """In letters; those of East Asian scripts are twice as wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)


@register.filter
def known_about(facts: dict[int, ShowFacts], show: Show) -> ShowFacts | None:
    """The facts of one of the shows of a list."""
    return facts.get(show.pk)


@register.filter
def by_season(
    facts: ShowFacts, seasons: list[Season]
) -> list[tuple[Season, list[FactRow]]]:
    """The facts tables of the seasons that have one, newest first."""
    tables = [(season, rows(facts.season(season))) for season in reversed(seasons)]
    return [(season, table) for season, table in tables if table]


@register.filter
def known_of_part(facts: ShowFacts, part: SeasonPart) -> SubjectFacts:
    return facts.part(part)


@register.filter
def named(options: Iterable[Genre | Platform], slug: str) -> str:
    """The name of the option that is chosen, if any is."""
    return next((option.name for option in options if option.slug == slug), "")


@register.simple_tag(takes_context=True)
def narrowed(context: Any, name: str, value: str = "") -> str:
    """The address of the list with one filter changed, back on its first page."""
    filters = {**context["chosen"], name: value}
    query = urlencode({key: chosen for key, chosen in filters.items() if chosen})
    return f"?{query}" if query else reverse("shows:show-list")


@register.filter
def rows(facts: SubjectFacts) -> list[FactRow]:
    """A facts table: under each label what holds and, after it, what is only said."""
    said = [fact for fact in facts.reports if fact.fact.field not in OFF_THE_TABLE]
    by_label: dict[str, list[PrintedFact]] = {}
    for fact in sorted([*facts, *said], key=lambda fact: ORDER[fact.fact.field]):
        by_label.setdefault(fact.label, []).append(fact)
    return [FactRow(label, found) for label, found in by_label.items()]


@register.filter
def told_together(facts: list[PrintedFact]) -> list[tuple[PrintedFact, bool]]:
    """
    Facts of one row, each with whether it is the last of those that follow each other
    and come from the same source: one note is enough for eight names of one report.
    """

    def told(fact: PrintedFact) -> tuple[Any, ...]:
        return fact.certainty, fact.source_name, fact.source_url, fact.source_date

    following = [*map(told, facts[1:]), None]
    return [
        (fact, told(fact) != after)
        for fact, after in zip(facts, following, strict=True)
    ]


@register.filter
def without_status(table: list[FactRow]) -> list[FactRow]:
    """For a page that says how far the show has come at its head."""
    return [row for row in table if not row.is_status]


@register.filter
def jobs(credits: list[Credit]) -> str:
    """What one person was in one show: "Choi Nam-ra; Director"."""
    parts = [
        credit.character or credit.job or credit.get_kind_display()
        for credit in credits
    ]
    return get_text_list(list(dict.fromkeys(parts)), "and")


@register.inclusion_tag("shows/_facts_panel.html")
def facts_panel(
    show: Show, facts: ShowFacts, season_id: int | None = None
) -> dict[str, Any]:
    """
    What is known about a show in the margin of a page.

    A series is judged by one season: the given one, or else the newest of which
    something is known; then what holds for the whole show.
    """
    numbered = _numbered(facts)
    newest = max(numbered, key=lambda pk: numbered[pk], default=None)
    chosen = season_id if season_id in numbered else newest
    season_rows = rows(facts.season(chosen)) if chosen else []
    return {
        "show": show,
        "season_number": numbered.get(chosen),
        "season_rows": season_rows,
        "show_rows": [
            row
            for row in rows(facts)
            # The status of a show is that of its newest season, told already.
            if not (season_rows and row.is_status)
        ],
    }


def _numbered(facts: ShowFacts) -> dict[int | None, int]:
    """The numbers of the seasons of which something is known, by primary key."""
    return {
        pk: row.facts[0].fact.season.number
        for pk, season in facts.seasons.items()
        for row in rows(season)[:1]
        if row.facts[0].fact.season
    }
