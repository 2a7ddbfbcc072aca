"""
What stands between a version and its readers, and what would make it better.

The hard rules are those of `articles.checking.readiness`: they stop a publication. The soft
ones only advise. Their figures, and where each is from:

- search title: 60 characters. Search engines cut titles off after about 600 pixels,
  which is 55 to 60 characters of Latin text (Moz's and Screaming Frog's limits).
- search description: 70 to 155 characters, the limits of Screaming Frog; below, search
  engines tend to write their own, above, they cut it off.
- standfirst: 60 to 200 characters. A card on X shows at most 200 of a description;
  below 60 there is rarely a whole sentence.
- paragraphs of 150 words at most, and a heading at least every 300 words: Yoast's
  limits for paragraph length and for the distribution of subheadings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from articles.addresses.straightening import moved_on, own_path
from articles.body.lines import plain
from articles.body.markup import EMBED, POST, attributes, unescape
from articles.body.paid_links import affiliate_links
from articles.body.sanitising import plain_text, word_count
from articles.body.within import lead_nowhere
from articles.content import EMPTY, Content, stored
from articles.differences.blocks import split_blocks
from articles.embeds import picture_ids
from articles.models import Article
from articles.models.article import Kind
from articles.querysets import ArticleQuerySet
from authors.models import User
from images.models import Image
from images.search import fold
from shows.models import Fact

from .explainers import answered, rivals
from .readiness import Item, hard_items, links

SEARCH_TITLE = 60
SEARCH_DESCRIPTION = (70, 155)
STANDFIRST = (60, 200)
WORDS_PER_PARAGRAPH = 150
WORDS_PER_HEADING = 300
MOST_TOLD = 3
RIGHTS_NOTICE = timedelta(days=14)
# After its premiere, so long as few have caught up.
STILL_WATCHED = timedelta(days=90)
# Letters from which on a word of a headline tells something.
TELLING = 4

# Kinds that are about a show; the others may be about anything.
ABOUT_SHOWS = {Kind.NEWS, Kind.EXPLAINER, Kind.REVIEW, Kind.RECAP}

# Words that say nothing about where a link leads.
EMPTY_WORDS = {
    "click",
    "click here",
    "details",
    "here",
    "link",
    "more",
    "read",
    "read more",
    "source",
    "this",
    "this article",
    "this link",
    "this story",
    "via",
}

_HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Checklist:
    hard: list[Item]
    soft: list[Item]
    # Explainers of the same question about the same season; for whoever may know.
    rivals: list[Article] = field(default_factory=list)
    # Where steps that mend something are taken.
    article: Article | None = None
    # Of the body, and the lead picture.
    pictures: dict[int, Image] = field(default_factory=dict)

    @property
    def obstacles(self) -> list[Item]:
        return [item for item in self.hard if not item.is_done]

    @property
    def advice(self) -> list[Item]:
        return [item for item in self.soft if not item.is_done]

    @property
    def is_ready(self) -> bool:
        return not self.obstacles

    def concerns(self, *names: str) -> list[Item]:
        """The obstacles that are about one of these fields."""
        return [item for item in self.obstacles if item.field in names]


def check(
    content: Content,
    *,
    at: datetime,
    article: Article | None = None,
    viewer: User | None = None,
) -> Checklist:
    """
    The checklist of some content for publication at a moment, in a number of queries
    that does not depend on how much there is. Without a viewer, who may know of other
    explainers, those are left out.
    """
    # Versions of before a field was added know nothing of it.
    content = EMPTY | content
    found: list[Article] = []
    if viewer is not None:
        found = list(known_rivals(content, at, viewer, article))
    # Those of the body and the lead picture together.
    ids = {*picture_ids(content["body"]), content["lead_image"]} - {None}
    pictures = Image.objects.in_bulk(ids)
    return Checklist(
        hard=hard_items(content, at, article, pictures),
        soft=[
            *_soft_items(content, at, found, pictures),
            *_spoilers(content, at, article.slug if article else ""),
        ],
        rivals=found,
        article=article,
        pictures=pictures,
    )


def known_rivals(
    content: Content, at: datetime, viewer: User, article: Article | None = None
) -> ArticleQuerySet:
    """Other explainers of the same, as far as this person may know of them."""
    question, seasons = answered(content), content["seasons"]
    others = rivals(question, seasons, at, but=article.pk if article else None)
    return others.visible_to(viewer, at)[:5]


def _soft_items(
    content: Content,
    at: datetime,
    others: list[Article],
    pictures: dict[int, Image],
) -> list[Item]:
    body = content["body"]
    return [
        Item("Standfirst", "standfirst", _standfirst(content["standfirst"])),
        Item("Search title", "seo_title", _search_title(content)),
        Item("Search description", "seo_description", _search_description(content)),
        Item("Headings", "body", _headings(body)),
        Item("Paragraphs", "body", _paragraphs(body)),
        Item("Words of links", "body", _words_of_links(body)),
        Item("Links that moved", "body", _moved_links(body, at), fix="straighten"),
        Item("Links within the story", "body", _links_within(body)),
        Item("Posts and videos", "body", _posts(body)),
        *_pictures(content, at, pictures),
        Item("Tags", "tags", "" if content["tags"] else "No tag stands on the story."),
        *_about(content),
        *_paid(content),
        *_alone(content, others),
    ]


def _standfirst(text: str) -> str:
    if not text.strip():
        return "Without a standfirst, cards show only the headline."
    return _length("The standfirst", plain(text), *STANDFIRST)


def _search_title(content: Content) -> str:
    own = content["seo_title"].strip()
    if own:
        return _length("The search title", own, 0, SEARCH_TITLE)
    length = len(content["headline"].strip())
    if length <= SEARCH_TITLE:
        return ""
    return (
        f"The headline has {length} characters, and search engines cut it off after "
        f"about {SEARCH_TITLE}. Give it a shorter search title."
    )


def _search_description(content: Content) -> str:
    own = plain(content["seo_description"]).strip()
    if own:
        return _length("The search description", own, *SEARCH_DESCRIPTION)
    instead = plain(content["standfirst"]).strip()
    if not instead:
        return "Without a search description or a standfirst, the text begins for both."
    if _length("", instead, *SEARCH_DESCRIPTION):
        return (
            f"The standfirst, {len(instead)} characters, stands in for the search "
            f"description, which should have {_range(*SEARCH_DESCRIPTION)}."
        )
    return ""


def _length(what: str, text: str, least: int, most: int) -> str:
    length = len(text.strip())
    if least <= length <= most:
        return ""
    return f"{what} has {length} characters; {_range(least, most)} read best."


def _range(least: int, most: int) -> str:
    return f"{least} to {most}" if least else f"up to {most}"


def _headings(body: str) -> str:
    level = 1
    for match in _HEADING.finditer(body):
        text, now = plain_text(match[2]), int(match[1])
        if not text:
            return "A heading is empty."
        if now > level + 1:
            return f"The heading “{text}” skips a level."
        level = now
    longest = max(map(word_count, _stretches(body)), default=0)
    if longest > WORDS_PER_HEADING:
        return (
            f"{longest} words stand there without a heading; one every "
            f"{WORDS_PER_HEADING} helps readers who scan."
        )
    return ""


def _stretches(body: str) -> list[str]:
    """The text between headings."""
    # Of a split, every third piece from the first on is between two headings.
    return _HEADING.split(EMBED.sub("", body))[::3]


def _paragraphs(body: str) -> str:
    long = [
        block
        for block in split_blocks(EMBED.sub("", body))
        if block.startswith("<p>") and word_count(block) > WORDS_PER_PARAGRAPH
    ]
    if not long:
        return ""
    begins = " ".join(plain_text(long[0]).split()[:6])
    how_many = "A paragraph is" if len(long) == 1 else f"{len(long)} paragraphs are"
    return f"{how_many} longer than {WORDS_PER_PARAGRAPH} words: “{begins} …”"


def _words_of_links(body: str) -> str:
    for link in links(body):
        if not link.text:
            return f"A link to {link.href} has no words to click on."
        words = link.text.strip(" .,:;!?…→»›").casefold()
        if words in EMPTY_WORDS:
            return f"The link {link} should say where it leads."
        if words.startswith(("http://", "https://", "www.")):
            return f"The link {link} shows a bare address."
    return ""


def _moved_links(body: str, at: datetime) -> str:
    paths = {link: path for link in links(body) if (path := own_path(link.href))}
    now = moved_on(paths.values(), at) if paths else {}
    told = [f"{link} → {now[path]}" for link, path in paths.items() if path in now]
    if not told:
        return ""
    which = "A link leads" if len(told) == 1 else f"{len(told)} links lead"
    return f"{which} to where a page stood once: {'; '.join(told[:MOST_TOLD])}."


def _links_within(body: str) -> str:
    told = [f"“{words}” ({fragment})" for words, fragment in lead_nowhere(body)]
    if not told:
        return ""
    return (
        f"No heading of the story is called as this link says: "
        f"{'; '.join(told[:MOST_TOLD])}. Readers see its words without a link."
    )


def _posts(body: str) -> str:
    for match in POST.finditer(body):
        said = attributes(match["post_said"])
        address = unescape(match["address"])
        if not (match["quoted"] or said.get("data-title")):
            return (
                f"What {address} says stands nowhere; once it is deleted, it is lost."
            )
        if not (said.get("data-author") or said.get("data-handle")):
            return f"The text does not say whose {address} is."
    return ""


def _pictures(content: Content, at: datetime, found: dict[int, Image]) -> list[Item]:
    lead = content["lead_image"]
    silent = [
        str(image)
        for pk, image in found.items()
        if pk != lead and not image.is_decorative and not image.alt_text.strip()
    ]
    nameless = [
        str(image)
        for pk, image in found.items()
        if pk != lead and not image.credit.strip()
    ]
    items = [
        Item(
            "Pictures in the text",
            "body",
            f"Without alternative text: {', '.join(silent)}." if silent else "",
        ),
        Item(
            "Credits of pictures",
            "body",
            f"Without a credit: {', '.join(nameless)}." if nameless else "",
        ),
    ]
    ending = found[lead].rights_end_on if lead in found else None
    if ending and timezone.localdate(at) <= ending < timezone.localdate(
        at + RIGHTS_NOTICE
    ):
        end = date_format(ending, "j F Y")
        sentence = f"The rights to the lead picture end on {end}."
        items.append(Item("Rights", "lead_image", sentence))
    return items


def _about(content: Content) -> list[Item]:
    if content["kind"] not in ABOUT_SHOWS:
        return []
    reason = "" if content["shows"] else "The story names no show."
    return [Item("Show", "shows", reason)]


def _spoilers(content: Content, at: datetime, slug: str) -> list[Item]:
    """What tells before its time, and what could be kept back."""
    until = stored("safe_until", content["safe_until"])
    if until is None:
        reason = _told_while_new(content, at)
        return [Item("Spoilers", "safe_until", reason)] if reason else []
    if until <= at:
        return []
    safe = fold(f"{content['safe_headline']} {content['safe_standfirst']}").split()
    secret = {
        word
        for word in fold(content["headline"]).split()
        if len(word) >= TELLING and word not in safe
    }
    said = [("address", "slug", slug.replace("-", " "))]
    said += [(f"tag “{tag}”", "tags", tag) for tag in content["tags"]]
    return [
        Item(
            "Spoilers",
            field,
            f"The {what} says “{words[0]}”, which of the headlines only the one that is "
            "hidden does.",
        )
        for what, field, text in said
        if (words := [word for word in fold(text).split() if word in secret])
    ]


def _told_while_new(content: Content, at: datetime) -> str:
    """Whether this is a recap of a season that many are still watching."""
    if content["kind"] != Kind.RECAP or not content["episodes"]:
        return ""
    dates = (
        Fact.objects.at(at)
        .confirmed()
        .filter(season__in=content["seasons"], field=Fact.Field.RELEASE_DATE)
    )
    began = [each for each in dates.values_list("date", flat=True) if each]
    if began and max(began) < timezone.localdate(at) - STILL_WATCHED:
        return ""
    return (
        "A recap gives away what happens. A spoiler-safe headline and picture keep it "
        "from cards, feeds and shares for as long as you like."
    )


def _paid(content: Content) -> list[Item]:
    """What readers will be told by itself, so that nobody is surprised by it."""
    if content["disclosure"] or not affiliate_links(content["body"]):
        return []
    reason = (
        "A link leads to a shop that pays a commission, or is marked as paid, so a note "
        "says so above the text. Choose “Affiliate” to word it yourself."
    )
    return [Item("Disclosure", "disclosure", reason)]


def _alone(content: Content, others: list[Article]) -> list[Item]:
    if not answered(content):
        return []
    names = ", ".join(f"“{other}”" for other in others)
    reason = f"This is explained already: {names}." if others else ""
    return [Item("The only explainer of it", "seasons", reason)]
