from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import RequestContext, Template
from django.test import RequestFactory

from articles.models import Version
from images.fragments import fragment
from images.templatetags.picture_tags import Shown
from newsroom.templatetags.card_tags import (
    FactValue,
    Masthead,
    MemberLine,
    PosterRow,
    PrintedStatus,
    SectionLink,
    ShowCard,
    StoryCard,
    TimelineRow,
)
from newsroom.templatetags.newsroom_tags import When
from tests.factories.articles import ArticleFactory
from tests.factories.images import ImageFactory

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
PICTURE = Shown("abc", "card", ((320, 213),), "A doll", "moss")
STATUS = PrintedStatus("renewed", "Renewed", False, "reported")
STORY = StoryCard(
    slug="a-story",
    kind="news",
    kind_word="News",
    kind_label="News story",
    section="TV",
    label="Sponsored",
    headline="Season 2 is coming",
    standfirst="Everybody says so.",
    rating="4½",
    names="Ada Quill",
    when=When(
        "3 hours ago", "2026-11-20T07:30:00+00:00", "20 November 2026, 07:30 UTC"
    ),
    picture=PICTURE,
    status=STATUS,
    size="wide",
    level=2,
    eager=False,
)
SHOW = ShowCard("dead", "All of Us Are Dead", "Series", "2022", None, STATUS, 2)

# Printed only where something else is missing.
FALLBACKS = {"kind_label"}


def others(value):
    """Values like the given one with a single thing in it changed."""
    match value:
        case bool():
            return [not value]
        case str():
            return [f"{value}x"]
        case int():
            return [value + 1]
        case tuple():
            return [
                type(value)(*changed) if hasattr(value, "_fields") else tuple(changed)
                for place, part in enumerate(value)
                for other in others(part)
                for changed in [[*value[:place], other, *value[place + 1 :]]]
            ]
    return []


@pytest.mark.parametrize(
    "name", [name for name in STORY._fields if name not in FALLBACKS]
)
def test_whatever_changes_on_a_story_changes_its_card(name):
    before = fragment("articles/_card.html", STORY)

    for other in others(getattr(STORY, name)):
        # Of a picture its place may tell: the alt text of a card's is empty, for the
        # headline says it, and the shape is that of the tag.
        if name == "picture" and (other.alt, other.shape) != (
            PICTURE.alt,
            PICTURE.shape,
        ):
            continue
        changed = fragment("articles/_card.html", STORY._replace(**{name: other}))
        assert changed != before


@pytest.mark.parametrize("name", [name for name in SHOW._fields if name != "picture"])
def test_whatever_changes_on_a_show_changes_its_card(name):
    before = fragment("shows/_card.html", SHOW)

    for other in others(getattr(SHOW, name)):
        assert fragment("shows/_card.html", SHOW._replace(**{name: other})) != before


OTHERS = [
    (
        "shows/_poster_row.html",
        PosterRow("dead", "All of Us Are Dead", "Series", "2022", None, "also Korean"),
    ),
    (
        "shows/_member.html",
        MemberLine("ada", "Ada", None, "Nam-ra", "", "confirmed", "2 June 2026"),
    ),
    (
        "shows/_announcement.html",
        TimelineRow(
            day="2026-06-02",
            day_in_words="2 June 2026",
            season="season 2",
            part="part 1",
            words="Renewed",
            certainty="confirmed",
            certainty_word="Confirmed",
            source_url="https://example.com/",
            source_name="The network",
        ),
    ),
    (
        "shows/_fact.html",
        FactValue(
            status=None,
            words="Netflix",
            certainty="confirmed",
            certainty_word="confirmed",
            source_url="https://example.com/",
            source_name="The network",
            day="2026-06-02",
            day_in_words="2 June 2026",
            has_note=True,
        ),
    ),
    (
        "_masthead.html",
        Masthead((SectionLink("tv", "TV"),), "tv", "page", "", "Friday", False),
    ),
]


@pytest.mark.parametrize(("template", "values"), OTHERS)
def test_whatever_else_changes_is_seen_as_well(template, values):
    before = fragment(template, values)

    for name in values._fields:
        if (template, name) in {
            # Who acts has a character; only who does not has a job printed.
            ("shows/_member.html", "job"),
            # Only the paths of its own links.
            ("_masthead.html", "path"),
            ("_masthead.html", "here"),
        }:
            continue
        for other in others(getattr(values, name)):
            assert fragment(template, values._replace(**{name: other})) != before, name


@pytest.mark.parametrize("name", ["picture", "status", "when"])
def test_what_a_card_lacks_is_not_printed(name):
    with_it = fragment("articles/_card.html", STORY)
    without = fragment("articles/_card.html", STORY._replace(**{name: None}))

    assert len(without) < len(with_it)


def render(version, moment, arguments=""):
    request = RequestFactory().get("/")
    request.moment = moment
    source = f"{{% load card_tags %}}{{% story_card version {arguments} %}}"
    return Template(source).render(RequestContext(request, {"version": version}))


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_card_follows_the_clock_and_the_rights():
    image = ImageFactory(without_files=True, rights_end_on=date(2026, 11, 20))
    ArticleFactory(published_at=NOW, lead_image=image)
    version = Version.objects.live(NOW).for_cards().get()

    first = render(version, NOW + timedelta(minutes=5))
    later = render(version, NOW + timedelta(days=1))

    assert "5 minutes ago" in first
    assert "<img" in first
    assert "yesterday" in later
    assert "<img" not in later
    assert "plate" in later
    assert render(version, NOW + timedelta(minutes=5)) == first


@pytest.mark.django_db
def test_the_same_story_reads_differently_in_other_places():
    ArticleFactory(
        published_at=NOW, headline="A <b>bold</b> one", standfirst="It says so."
    )
    version = Version.objects.live(NOW).for_cards().get()

    plain, line, lead = (
        render(version, NOW, arguments)
        for arguments in ("", 'size="line"', 'size="lead" standfirst=True level=1')
    )

    assert "A &lt;b&gt;bold&lt;/b&gt; one" in plain
    assert "card__picture" in plain
    assert "card__picture" not in line
    assert "It says so." not in plain
    assert "It says so." in lead
    assert "<h1" in lead
