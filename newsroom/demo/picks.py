"""What the editor of the demo chose: picks of a story and of a show, and two shelves."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from articles import curation
from articles.curation.content import EMPTY, NO_ROW, Content
from articles.models import Article, Section, Selection
from authors.models import User
from shows.models import Season, Show


class Chosen(NamedTuple):
    """A story or a show by its address, and why, for readers."""

    slug: str
    reason: str = ""
    # "until season 2 of that show premieres"
    until_season: tuple[str, int] | None = None
    days: int = 0


OF_STORIES = {
    "zombie-watch-list": [
        Chosen("hellbound-who-is-who", "When angels do what zombies cannot"),
        Chosen("aouad-finale-recap", "How the first season left the roof"),
    ],
    "aouad-season-2-what-is-known": [
        Chosen(
            "aouad-finale-recap",
            "What you need to remember",
            until_season=("all-of-us-are-dead", 2),
        ),
        Chosen("before-doomsday", "", days=30),
    ],
}
OF_SHOWS = {
    "all-of-us-are-dead": [
        Chosen("kingdom", "The same hunger, in better hats"),
        Chosen("hellbound", "The end of the world as a parish matter"),
    ]
}
# Title, section or everywhere, what stands on it.
SHELVES = [
    (
        "While you wait for the bus",
        "",
        [
            Chosen(
                "kpop-demon-hunters", "An hour and a half, and you will hum all week"
            ),
            Chosen("adolescence", "Four episodes, four shots, no rest"),
        ],
    ),
    (
        "Korean, and not about zombies",
        "k-drama",
        [
            Chosen("daily-dose-of-sunshine", "Kind, in the way good nurses are"),
            Chosen("squid-game", "You have heard of it; the marbles are why"),
            Chosen("hellbound"),
        ],
    ),
]


def load_picks(by: User) -> int:
    """Those that are not there yet; how many lists that makes."""
    made = 0
    for slug, chosen in OF_STORIES.items():
        article = Article.objects.filter(slug=slug).first()
        made += bool(article and _fill(curation.selection_of(article), chosen, by))
    for slug, chosen in OF_SHOWS.items():
        show = Show.objects.filter(slug=slug).first()
        made += bool(show and _fill(curation.selection_of(show), chosen, by))
    for title, section, chosen in SHELVES:
        if Selection.objects.filter(title=title).exists():
            continue
        place = Section.objects.filter(slug=section).first()
        placements = [f"section:{place.pk}"] if place else ["everywhere"]
        shelf = curation.make_shelf(title, by=by)
        content = {"title": title, "placements": placements}
        made += bool(_fill(shelf, chosen, by, content))
    return made


def _fill(
    selection: Selection,
    chosen: list[Chosen],
    by: User,
    content: Content | None = None,
) -> bool:
    if selection.latest_number and content is None:
        # Somebody chose already; the demo leaves it as it stands.
        return False
    rows = [row for each in chosen if (row := _row(each))]
    curation.save(selection, EMPTY | (content or {}) | {"rows": rows}, by=by)
    return True


def _row(chosen: Chosen) -> Content | None:
    article = Article.objects.filter(slug=chosen.slug).first()
    show = None if article else Show.objects.filter(slug=chosen.slug).first()
    if not article and not show:
        return None
    row = NO_ROW | {
        "uid": str(uuid5(NAMESPACE_URL, chosen.slug)),
        "article": article and article.pk,
        "show": show and show.pk,
        "reason": chosen.reason,
    }
    if chosen.days:
        ends = timezone.now().replace(microsecond=0) + timedelta(days=chosen.days)
        row["ends_at"] = ends.isoformat()
    if chosen.until_season:
        slug, number = chosen.until_season
        seasons = Season.objects.filter(show__slug=slug, number=number)
        if season := seasons.first():
            row |= {
                "event": "premieres",
                "event_show": season.show_id,
                "event_season": season.pk,
            }
    return row
