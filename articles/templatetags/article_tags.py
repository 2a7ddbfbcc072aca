"""What stories put on other people's pages, and how their parts are worded."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.text import get_text_list

from articles import curation
from articles.checking.explainers import explainer_of
from articles.models import Version
from articles.models.face import Face
from articles.querysets import VersionQuerySet
from authors.models import Author
from images.pagination import Page, page_of
from images.prepared import Prepared
from shows.models import Person, Season, Show

register = template.Library()

# What readers call the kinds. "Explainer" is the desk's word.
KIND_WORDS = {Version.Kind.EXPLAINER: "Guide"}
STORIES = 4


def _few(stories: VersionQuerySet, at: datetime) -> VersionQuerySet:
    return stories.live(at).listed().for_cards()[:STORIES]


NEWEST_ABOUT = {
    # Its page fills its own rows; here only whether there are any.
    Show: Prepared(
        lambda at, pk: (
            Version.objects.about_show(pk, at)
            .live(at)
            .listed()
            .values_list("pk", flat=True)[:1]
        )
    ),
    Season: Prepared(lambda at, pk: _few(Version.objects.about_season(pk, at), at)),
    Person: Prepared(lambda at, pk: _few(Version.objects.about_person(pk, at), at)),
}


@register.simple_tag(takes_context=True)
def face(context: Any, version: Version | None) -> Face | None:
    """What may be printed of a story at the moment of the page, but on its own page."""
    # Not the variable: an include with `only` keeps the request, but not its name.
    request = getattr(context, "request", None)
    return version.face(getattr(request, "moment", None)) if version else None


@register.filter
def kind_word(version: Version) -> str:
    kind = Version.Kind(version.kind)
    return KIND_WORDS.get(kind) or str(kind.label)


@register.filter
def byline_names(version: Version) -> str:
    """Who wrote it, in the small voice of a card: "Ada Quill and Bo Tran"."""
    rows = version.byline_rows
    names = [name for role, name in rows if role == "writer"]
    return get_text_list(names or [name for _, name in rows], "and")


@register.filter
def rating_words(rating: Decimal | None) -> str:
    """4½ for 4.5."""
    if rating is None:
        return ""
    whole, half = divmod(rating, 1)
    digits = str(int(whole)) if whole or not half else ""
    return f"{digits}½" if half else digits


@register.simple_tag(takes_context=True)
def beside_show(context: Any, show: Show) -> curation.Filled:
    """What to watch next and stories, for the page of a show."""
    place = curation.Place.of_show(show)
    return curation.fill(place, context.request.moment, stories=STORIES)


@register.inclusion_tag("articles/_coverage.html", takes_context=True)
def season_coverage(context: Any, season: Season) -> dict[str, Any]:
    """The newest stories about one season."""
    found = _newest_about(context.request, season)
    return {"request": context.request, "versions": found, "show": season.show}


@register.inclusion_tag("articles/_coverage.html", takes_context=True)
def person_coverage(context: Any, person: Person) -> dict[str, Any]:
    """The newest stories about a person."""
    found = _newest_about(context.request, person)
    return {"request": context.request, "versions": found}


@register.simple_tag(takes_context=True)
def is_findable(context: Any, subject: Show | Season | Person) -> bool:
    """
    Whether search engines shall list the page: it has words or stories of ours, and is
    no mere copy of a catalogue. `articles.search.findable` has the same as filters.
    """
    if _newest_about(context.request, subject):
        return True
    rows: Any = type(subject)._default_manager
    return rows.in_own_words().filter(pk=subject.pk).exists()


@register.simple_tag(takes_context=True)
def season_explainer(context: Any, season: Season) -> Version | None:
    """The guide that a season's page leads to."""
    return explainer_of(season, context.request.moment)


def _newest_about(request: Any, subject: Show | Season | Person) -> list[Any]:
    """The first few, asked for once however many parts of the page want them."""
    known = request.__dict__.setdefault("newest_about", {})
    key = (type(subject), subject.pk)
    if key not in known:
        known[key] = NEWEST_ABOUT[type(subject)](request.moment, subject.pk)
    return known[key]


@register.simple_tag(takes_context=True)
def stories_by(context: Any, author: Author) -> Page:
    """The page of an author's stories that the request asks for; read once."""
    request = context.request
    if not hasattr(request, "stories_by_author"):
        stories = Version.objects.by_author(author, request.moment).live(request.moment)
        request.stories_by_author = page_of(stories.listed().for_cards(), request)
    return request.stories_by_author
