"""How facts about shows are laid out: the shape of a status, the rows of a panel."""

from typing import Any

from django import template
from django.utils.text import get_text_list

from shows.models import Credit, Fact, Season, Show
from shows.printing import PrintedFact, ShowFacts, SubjectFacts
from shows.vocabulary import UPCOMING, Status

register = template.Library()

# Told elsewhere on the page: in the cast list, and by the trailer itself.
OFF_THE_TABLE = {Fact.Field.ROLE, Fact.Field.TRAILER}


@register.filter
def status_shape(status: str) -> str:
    """Which of the five marks stands before the word; see `.status` in site.css."""
    if status == Status.DATED:
        return "dated"
    return "announced" if status in UPCOMING else status


@register.filter
def known_about(facts: dict[int, ShowFacts], show: Show) -> ShowFacts | None:
    """The facts of one of the shows of a list."""
    return facts.get(show.pk)


@register.filter
def known_of_season(facts: ShowFacts, season: Season) -> SubjectFacts:
    return facts.season(season)


@register.filter
def rows(facts: SubjectFacts) -> list[PrintedFact]:
    """What a facts table prints: what holds and, after it, what is only said."""
    said = [fact for fact in facts.reports if fact.fact.field not in OFF_THE_TABLE]
    return [*facts, *said]


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
    show: Show, facts: ShowFacts, season: Season | None = None
) -> dict[str, Any]:
    """
    What is known about a show in the margin of a page.

    A series is judged by one season: the given one, or else the newest of which
    something is known; then what holds for the whole show.
    """
    number, about_season = _newest_season(facts)
    if season is not None and facts.season(season):
        number, about_season = season.number, facts.season(season)
    return {
        "show": show,
        "season_number": number,
        "season_rows": rows(about_season) if about_season else [],
        "show_rows": [
            row
            for row in rows(facts)
            # The status of a show is that of its newest season, told already.
            if not (about_season and row.fact.field == Fact.Field.STATUS)
        ],
    }


def _newest_season(facts: ShowFacts) -> tuple[int | None, SubjectFacts | None]:
    numbered = [
        (row.fact.season.number, season)
        for season in facts.seasons.values()
        for row in rows(season)[:1]
        if row.fact.season
    ]
    return max(numbered, key=lambda pair: pair[0], default=(None, None))
