"""Cards of stories and shows, and what frames every page, as fragments."""

from datetime import datetime
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Version
from articles.templatetags.article_tags import (
    byline_names,
    kind_word,
    rating_words,
)
from images.fragments import fragment, plain
from images.templatetags.picture_tags import Shown, shown
from newsroom import house
from newsroom.house import PageLink
from shows.cast import Member
from shows.models import Announcement, Show
from shows.printing import PrintedFact, ShowFacts

from .newsroom_tags import When, said

register = template.Library()

LISTS = ["articles:article-list", "shows:show-list", "shows:calendar"]
# Sizes of a story's card: those without a picture, and those without names.
WITHOUT_PICTURE = {"line"}
WITHOUT_NAMES = {"line", "small"}
# And those whose picture is as wide as a story's own.
AT_THE_HEAD = {"lead", "alone", "front"}


class PrintedStatus(NamedTuple):
    """What `shows/_status.html` reads of a fact."""

    value: str
    words: str
    is_confirmed: bool
    certainty_word: str


class StoryCard(NamedTuple):
    """What `articles/_card.html` prints."""

    slug: str
    kind: str
    kind_word: str
    kind_label: str
    section: str
    label: str
    headline: str
    standfirst: str
    rating: str
    names: str
    when: When | None
    picture: Shown | None
    status: PrintedStatus | None
    size: str
    level: int
    eager: bool
    reason: str = ""


class ShowCard(NamedTuple):
    """What `shows/_card.html` prints."""

    slug: str
    title: str
    kind_label: str
    year: str
    picture: Shown | None
    status: PrintedStatus | None
    level: int


class PosterRow(NamedTuple):
    """What `shows/_poster_row.html` prints."""

    slug: str
    title: str
    kind_label: str
    year: str
    picture: Shown | None
    reason: str = ""


class MemberLine(NamedTuple):
    """What `shows/_member.html` prints."""

    slug: str
    name: str
    picture: Shown | None
    character: str
    job: str
    certainty: str
    joined: str


class TimelineRow(NamedTuple):
    """What `shows/_announcement.html` prints."""

    day: str
    day_in_words: str
    season: str
    part: str
    words: str
    certainty: str
    certainty_word: str
    source_url: str
    source_name: str
    again: bool = False


class FactValue(NamedTuple):
    """What `shows/_fact.html` prints."""

    status: PrintedStatus | None
    words: str
    certainty: str
    certainty_word: str
    source_url: str
    source_name: str
    day: str
    day_in_words: str
    has_note: bool


class SectionLink(NamedTuple):
    slug: str
    name: str


class Masthead(NamedTuple):
    """What `_masthead.html` prints."""

    sections: tuple[SectionLink, ...]
    here: str
    # "page" where the page is that section itself, "true" where it stands in one.
    current: str
    path: str
    day: str
    is_home: bool


class Footer(NamedTuple):
    """What `_footer.html` prints: the pages about the site, in their order."""

    pages: tuple[PageLink, ...]


@register.simple_tag(takes_context=True)
def masthead(context: Any) -> SafeString:
    """
    The top of every page. Reads `section` from the page, if it stands in one; larger
    on the front page, which says `is_home`.
    """
    moment = _moment(context)
    local = timezone.localtime(moment) if moment else None
    section = context.get("section")
    request = getattr(context, "request", None)
    path = request.path if request else ""
    return fragment(
        "_masthead.html",
        Masthead(
            sections=tuple(
                SectionLink(each.slug, each.name) for each in house.sections(request)
            ),
            here=section.slug if section else "",
            current="true" if context.get("version") else "page",
            # Only the lists of the masthead itself tell where they are.
            path=path if path in (reverse(name) for name in LISTS) else "",
            day=f"{local:%A} {local.day} {local:%B %Y}" if local else "",
            is_home=bool(context.get("is_home")),
        ),
    )


@register.simple_tag(takes_context=True)
def footer(context: Any) -> SafeString:
    request = getattr(context, "request", None)
    listed = [page for page in house.pages(request) if page.place is not None]
    listed.sort(key=lambda page: page.place or 0)
    return fragment("_footer.html", Footer(tuple(listed)))


@register.simple_tag(takes_context=True)
def story_card(
    context: Any,
    version: Version,
    size: str = "",
    level: int | None = None,
    standfirst: bool = False,
    status: PrintedFact | None = None,
    eager: bool = False,
    reason: str = "",
) -> SafeString:
    """
    One story, of `VersionQuerySet.for_cards()`:

        {% story_card version size="wide" level=2 standfirst=True %}

    `size` is lead; alone (a lead with nothing beside it); front (the first of a list);
    wide (a row of one); first and pair (large, and beside another; on a phone a row);
    small; line (no picture); or none, for one of four. `level` is that of the heading;
    `standfirst` shows it; `status` is how far its show has come; `eager` is for a
    picture above the fold.
    """
    moment = _moment(context)
    face = version.face(moment)
    picture = None
    if size not in WITHOUT_PICTURE:
        shape = "lead" if size in AT_THE_HEAD else "card"
        picture = shown(context, face.picture, shape)
    card = StoryCard(
        slug=version.article.slug,
        kind=str(version.kind),
        kind_word=kind_word(version),
        kind_label=str(Version.Kind(version.kind).label),
        section=version.section.name if version.section else "",
        label=version.label,
        headline=face.headline,
        standfirst=face.standfirst if standfirst else "",
        rating=rating_words(version.rating),
        names="" if size in WITHOUT_NAMES else byline_names(version),
        when=said(version.published_at, moment),
        picture=picture,
        status=_printed(status),
        size=plain(size),
        level=level or 3,
        eager=bool(eager),
        reason=plain(reason),
    )
    return fragment("articles/_card.html", card)


@register.simple_tag(takes_context=True)
def show_card(
    context: Any, show: Show, facts: ShowFacts | None = None, level: int = 3
) -> SafeString:
    """One show of a list, of `ShowQuerySet.for_cards()`; `level` is the heading's."""
    card = ShowCard(
        slug=show.slug,
        title=show.title,
        kind_label=str(Show.Kind(show.kind).label),
        year=str(show.year or ""),
        picture=shown(context, show.poster, "poster"),
        status=_printed(facts.status if facts else None),
        level=level,
    )
    return fragment("shows/_card.html", card)


@register.simple_tag(takes_context=True)
def poster_row(context: Any, show: Show, reason: str = "") -> SafeString:
    """A show for those who liked another one, and why."""
    row = PosterRow(
        slug=show.slug,
        title=show.title,
        kind_label=str(Show.Kind(show.kind).label),
        year=str(show.year or ""),
        picture=shown(context, show.poster, "poster"),
        reason=plain(reason),
    )
    return fragment("shows/_poster_row.html", row)


@register.simple_tag(takes_context=True)
def member_line(context: Any, member: Member) -> SafeString:
    """One line of a cast list."""
    person = member.person
    line = MemberLine(
        slug=person.slug,
        name=person.name,
        picture=shown(context, person.portrait, "portrait"),
        character=member.character,
        job=member.job,
        certainty=str(member.news.certainty) if member.news else "",
        joined=member.news.source_date_in_words if member.news else "",
    )
    return fragment("shows/_member.html", line)


@register.simple_tag
def timeline_row(
    announcement: Announcement, season: bool | str = True, again: bool = False
) -> SafeString:
    """
    One announcement, of `AnnouncementQuerySet.for_timeline()`; without its season
    where the timeline is that season's, and `again` below another of its day.
    """
    said_on = announcement.announced_on
    row = TimelineRow(
        day=said_on.isoformat(),
        day_in_words=f"{said_on.day} {said_on:%B %Y}",
        season=announcement.season.name if announcement.season and season else "",
        part=announcement.part.name if announcement.part else "",
        words=str(announcement),
        certainty=str(announcement.certainty),
        certainty_word=str(announcement.get_certainty_display()),
        source_url=announcement.source_url,
        source_name=announcement.source_name,
        again=again,
    )
    return fragment("shows/_announcement.html", row)


@register.simple_tag
def fact_value(
    fact: PrintedFact, is_status: bool = False, has_note: bool = True
) -> SafeString:
    """One value with how sure it is and who says so, which several may share."""
    value = FactValue(
        status=_printed(fact) if is_status else None,
        words=fact.words,
        certainty=str(fact.certainty),
        certainty_word=fact.certainty_word,
        source_url=fact.source_url,
        source_name=fact.source_name,
        day=fact.source_date.isoformat(),
        day_in_words=fact.source_date_in_words,
        has_note=has_note,
    )
    return fragment("shows/_fact.html", value)


def _printed(fact: PrintedFact | None) -> PrintedStatus | None:
    if fact is None:
        return None
    return PrintedStatus(
        str(fact.value), fact.words, fact.is_confirmed, fact.certainty_word
    )


def _moment(context: Any) -> datetime | None:
    return getattr(getattr(context, "request", None), "moment", None)
