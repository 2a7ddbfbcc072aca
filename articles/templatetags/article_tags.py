"""What stories put on other people's pages, and how their parts are worded."""

from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.utils.text import get_text_list

from articles import curation
from articles.models import Section, Version
from authors.models import Author
from images.pagination import Page, page_of
from images.prepared import Prepared
from shows.models import Person, Season, Show

register = template.Library()

# What readers call the kinds. "Explainer" is the desk's word.
KIND_WORDS = {Version.Kind.EXPLAINER: "Guide"}
STORIES = 4
SECTIONS = Prepared(lambda: Section.objects.all())


@register.simple_tag
def sections() -> list[Section]:
    """The sections in the order of the masthead."""
    return SECTIONS()


@register.filter
def kind_word(version: Version) -> str:
    kind = Version.Kind(version.kind)
    return KIND_WORDS.get(kind) or str(kind.label)


@register.filter
def byline_names(version: Version) -> str:
    """Who wrote it, in the small voice of a card: "Ada Quill and Bo Tran"."""
    rows = version.version_authors.all()
    names = [row.author.name for row in rows if row.role == "writer"]
    return get_text_list(names or [row.author.name for row in rows], "and")


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
    return {**_coverage(context, "about_season", season), "show": season.show}


@register.inclusion_tag("articles/_coverage.html", takes_context=True)
def person_coverage(context: Any, person: Person) -> dict[str, Any]:
    """The newest stories about a person."""
    return _coverage(context, "about_person", person)


def _coverage(context: Any, about: str, subject: Model) -> dict[str, Any]:
    request = context.request
    stories = getattr(Version.objects, about)(subject, request.moment)
    stories = stories.live(request.moment).listed().for_cards()
    return {"request": request, "versions": stories[:STORIES]}


@register.simple_tag(takes_context=True)
def stories_by(context: Any, author: Author) -> Page:
    """The page of an author's stories that the request asks for."""
    request = context.request
    stories = Version.objects.by_author(author, request.moment).live(request.moment)
    return page_of(stories.listed().for_cards(), request)
