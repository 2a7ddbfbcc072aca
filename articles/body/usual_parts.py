"""
What a story of a kind usually consists of: headings, with the blocks from facts that
belong under them in place. It is where a story starts; nothing holds anybody to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.models.article import Kind, Question
from shows.models import Season, Show

from .markup import ENTRY_CLASS, escape_text
from .sanitising import sanitise

# A heading or, after a colon, a block about what the story is about. ":show" stands
# for a card of each show, ":entry" for its place in a ranked list.
Parts = tuple[str, ...]

EXPLAINERS: dict[str, Parts] = {
    Question.KNOWN: (
        ":known",
        "Release date",
        ":time",
        "Cast",
        ":cast",
        "Plot",
        "Trailer",
        ":trailer",
        "Where to watch",
        ":watch",
        "How we got here",
        ":timeline",
    ),
    Question.ENDING: (
        "What happens at the end",
        "What it means",
        "What is left open",
        "Is there more to come?",
        ":known",
    ),
    Question.CAST: ("Who is in it", ":cast", "Where you have seen them"),
    Question.WATCH: (
        "When it is out",
        ":time",
        "Where to watch",
        ":watch",
        "Trailer",
        ":trailer",
    ),
    Question.OTHER: (":facts",),
}
PARTS: dict[str, Parts] = {
    Kind.NEWS: ("What is known", ":known", "Trailer", ":trailer"),
    Kind.REVIEW: (
        "What it is about",
        "What works",
        "What does not",
        "Where to watch",
        ":watch",
        ":facts",
    ),
    Kind.RECAP: ("What happens", "What it changes", "What comes next", ":time"),
    Kind.LIST: (":entry",),
    Kind.FEATURE: (":show",),
    Kind.INTERVIEW: (":show",),
}
# A body that covers more is a page of blocks.
MOST_SUBJECTS = 5
MOST_PLACES = 25


def parts_of(
    kind: str,
    *,
    question: str = "",
    shows: Iterable[int] = (),
    seasons: Iterable[int] = (),
) -> str:
    """
    The usual parts as a canonical body, empty for a kind that has none.

    The first season speaks in the blocks or, where none is given, the first show;
    cards are of all shows. Without either the headings stand alone.
    """
    chosen = list(Season.objects.filter(pk__in=list(seasons)).select_related("show"))
    chosen.sort(key=lambda season: -season.number)
    named = Show.objects.in_bulk(list(shows))
    about = [named[pk] for pk in shows if pk in named]
    about += [season.show for season in chosen if season.show not in about]
    if kind == Kind.EXPLAINER:
        usual = EXPLAINERS.get(question or Question.KNOWN, ())
    else:
        usual = PARTS.get(kind, ())
    season = chosen[0] if chosen else None
    show = season.show if season else next(iter(about), None)
    html = []
    for part in usual:
        if not part.startswith(":"):
            html.append(f"<h2>{part}</h2>")
        elif part == ":show":
            html += [_embed("show", each.pk) for each in about[:MOST_SUBJECTS]]
        elif part == ":entry":
            html += [_entry(each) for each in about[:MOST_PLACES]]
        elif show:
            html.append(_embed(part[1:], show.pk, season))
    return sanitise("".join(html))


def _entry(show: Show) -> str:
    title = f"<h2>{escape_text(show.title)}</h2>"
    return f'<section class="{ENTRY_CLASS}">{title}{_embed("show", show.pk)}</section>'


def _embed(kind: str, pk: int, season: Season | None = None) -> str:
    number = f' data-season="{season.number}"' if season else ""
    return f'<figure data-embed="{kind}" data-id="{pk}"{number}></figure>'
