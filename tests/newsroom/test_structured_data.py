"""
The structured data of every page, by what schema.org and search engines ask of a type.

Of each thing that a page describes, wherever it stands in the document: what it has to
say, and what its type knows at all. What it says of what is tested beside its app.
"""

import json
import re
from datetime import date, datetime
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image as Pillow

from tests.pages import PAGES, on_sqlite
from tests.structured import SCRIPT

pytestmark = [pytest.mark.django_db, on_sqlite]

THING = {"@id", "name", "url", "description", "image", "sameAs", "alternateName"}
WORK = THING | {
    *("headline", "datePublished", "dateModified", "author", "publisher", "about"),
    *("keywords", "inLanguage", "isAccessibleForFree", "citation", "correction"),
    *("mainEntityOfPage", "text", "genre", "countryOfOrigin", "contentRating"),
    *("sponsor", "creditText"),
}
SHOW = WORK | {"actor", "director", "creator", "startDate"}
# Type → what it has to say, and what it may.
TYPES = {
    "NewsArticle": (
        {"headline", "url", "datePublished", "dateModified", "author", "publisher"},
        WORK | {"articleSection", "wordCount"},
    ),
    "Review": (
        {"itemReviewed", "reviewRating", "author", "publisher", "datePublished"},
        WORK | {"itemReviewed", "reviewRating", "reviewBody"},
    ),
    "Rating": (
        {"ratingValue", "bestRating", "worstRating"},
        {"ratingValue", "bestRating", "worstRating"},
    ),
    "BreadcrumbList": ({"itemListElement"}, {"itemListElement"}),
    "ItemList": (
        {"itemListElement", "numberOfItems"},
        THING | {"itemListElement", "numberOfItems", "itemListOrder"},
    ),
    "ListItem": ({"position", "name"}, {"position", "name", "item", "url"}),
    "TVSeries": (
        {"name", "url"},
        SHOW | {"numberOfSeasons", "containsSeason"},
    ),
    "TVSeason": (
        {"name", "url", "seasonNumber"},
        SHOW | {"seasonNumber", "numberOfEpisodes", "partOfSeries"},
    ),
    "Movie": ({"name", "url"}, SHOW | {"duration"}),
    "Person": ({"name", "url"}, THING | {"jobTitle"}),
    "ProfilePage": ({"url", "mainEntity"}, WORK | {"mainEntity"}),
    "AboutPage": ({"name", "url"}, WORK),
    "ContactPage": ({"name", "url"}, WORK),
    "WebPage": ({"name", "url"}, WORK),
    "ContactPoint": ({"contactType", "url"}, {"contactType", "url"}),
    "WebSite": ({"name", "url", "publisher"}, WORK),
    "NewsMediaOrganization": (
        {"name", "url", "logo"},
        THING
        | {"logo", "correctionsPolicy", "publishingPrinciples", "ethicsPolicy"}
        | {"masthead", "contactPoint", "email", "ownershipFundingInfo"},
    ),
    "ImageObject": ({"url"}, {"url", "width", "height", "caption", "creditText"}),
    "Country": ({"name"}, {"name"}),
    "CreativeWork": ({"name"}, WORK),
    "CorrectionComment": ({"text", "datePublished"}, {"text", "datePublished"}),
    "Organization": ({"name"}, THING),
    "VideoObject": (
        {"name", "thumbnailUrl", "uploadDate"},
        THING | {"thumbnailUrl", "uploadDate", "duration", "embedUrl"},
    ),
}
ADDRESSES = {"@id", "url", "item", "image", "sameAs", "mainEntityOfPage"}
ADDRESSES |= {"embedUrl", "thumbnailUrl"}
MOMENTS = {"datePublished", "dateModified"}
# Whole pages that a way leads to; errors, searches and previews lie on none.
WITHOUT_A_WAY = {"home", "retracted", "search", "found", "nothing found"}


def described(page):
    """The document of a page."""
    (text,) = SCRIPT.findall(page.content.decode())
    document = json.loads(text)
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def things(value):
    """Every node in a document, wherever it stands."""
    if isinstance(value, list):
        for each in value:
            yield from things(each)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            yield from things(each)


@pytest.fixture
def documents(site):
    return {
        name: described(page)
        for name, page in site.pages.items()
        if SCRIPT.search(page.content.decode())
    }


def test_each_page_describes_what_it_is_about(documents):
    for page in PAGES:
        top = {node["@type"] for node in documents.get(page.name, [])}
        assert set(page.types) <= top, page.name
        is_found = page.status == 200 and not page.route.endswith("preview")
        if is_found and page.name not in WITHOUT_A_WAY:
            assert "BreadcrumbList" in top, page.name
        if not is_found:
            assert not top, page.name


def test_everything_described_says_what_its_type_asks_for_and_nothing_unknown(
    documents,
):
    for name, document in documents.items():
        known = {node.get("@id") for node in things(document) if len(node) > 1}
        for node in things(document):
            if node.keys() == {"@id"}:
                # It says the rest elsewhere: in this document, or on the front page.
                assert node["@id"] in known or node["@id"].endswith("/#publisher")
                continue
            needed, allowed = TYPES[node["@type"]]
            said = node.keys() - {"@type"}
            assert needed <= said, (name, node["@type"], needed - said)
            assert said <= allowed, (name, node["@type"], said - allowed)
            assert not any(value in ("", None, [], {}) for value in node.values())


def test_addresses_are_whole_and_moments_are_iso_8601(documents):
    for node in (each for found in documents.values() for each in things(found)):
        for key in ADDRESSES & node.keys():
            values = node[key] if isinstance(node[key], list) else [node[key]]
            for value in values:
                assert urlsplit(value).scheme == "https", (key, value)
                assert urlsplit(value).netloc
        for key in MOMENTS & node.keys():
            # Of a film, or of a source, the day is known; of ours the second.
            is_day = node["@type"] in {"Movie", "CreativeWork"}
            moment = datetime.fromisoformat(node[key])
            assert bool(moment.tzinfo) != is_day
        if "startDate" in node:
            assert date.fromisoformat(node["startDate"])
        if "duration" in node:
            assert re.fullmatch(r"PT(\d+H)?(\d+M)?(\d+S)?", node["duration"])


def test_a_story_has_a_writer_with_a_page_and_pictures_in_three_ratios(documents):
    for name in ("guide", "news", "review"):
        (story,) = [n for n in documents[name] if n["@type"] == "NewsArticle"]
        assert all(author["name"] and author["url"] for author in story["author"])
        assert len(story["headline"]) <= 160
        assert len(story["image"]) == 3
        assert story["dateModified"] >= story["datePublished"]
    about = [n for n in documents["guide"] if n["@type"] == "NewsArticle"][0]["about"]
    assert about[0]["@type"] == "TVSeason"
    assert about[0]["partOfSeries"]["@type"] == "TVSeries"
    assert about[0]["actor"]


def test_a_review_says_of_what_by_whom_and_how_good(documents):
    (review,) = [n for n in documents["review"] if n["@type"] == "Review"]

    assert review["itemReviewed"]["name"] == "All of Us Are Dead"
    rating = review["reviewRating"]
    assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    assert all(author["name"] for author in review["author"])


def test_a_way_begins_at_the_front_page_and_counts_its_steps(site, documents):
    for name, document in documents.items():
        for way in (n for n in document if n["@type"] == "BreadcrumbList"):
            steps = way["itemListElement"]
            assert [s["position"] for s in steps] == list(range(1, len(steps) + 1))
            assert steps[0]["item"] == "https://news.example/"
            assert len(steps) >= 2, name


def test_the_publisher_has_a_logo_that_search_engines_take(documents, settings):
    (publisher,) = [
        node for node in documents["home"] if node["@type"] == "NewsMediaOrganization"
    ]
    address = urlsplit(publisher["logo"]["url"]).path
    file = settings.BASE_DIR / "static" / address.removeprefix("/static/")

    picture = Pillow.open(BytesIO(file.read_bytes()))

    assert picture.format in {"PNG", "JPEG", "WEBP"}
    assert min(picture.size) >= 112
