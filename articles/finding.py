"""
Finding stories at the desk: what is kept to find them by, and the search itself.

The words of the working copy stand in a full-text index that is written in the
transaction that saves the story; names are looked up where they are kept, so that a
renamed show or author is found at once.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Exists, QuerySet
from django.dispatch import receiver

from authors.models import AuthorName
from images.full_text import phrases
from images.search import fold
from shows.models import PersonName, ShowName

from .models import Article, ArticleShow, Byline, DeskEntry, Version
from .sanitising import plain_text
from .signals import window_changed

# A body may be longer; PostgreSQL indexes no more than a megabyte of one text.
MOST_CHARACTERS = 150_000
FEW = 1000
WORDS_OF = (
    "headline",
    "standfirst",
    "seo_title",
    "seo_description",
    "verdict",
    "lead_caption",
)
# The keys of names hold the rest of a name from every word on, cut off.
LONGEST_START = 60
NAMES: tuple[Any, ...] = (ShowName, PersonName, AuthorName)


def words_of(version: Version) -> list[str]:
    """All that a version says, in pieces."""
    said = [getattr(version, name) for name in WORDS_OF]
    body = plain_text(version.body[: 4 * MOST_CHARACTERS])
    return [*said, body, *version.content.get("tags", [])]


def enter_words(article: Article, version: Version) -> None:
    """Keep what the working copy says, which this version is a copy of."""
    text = fold("\n".join(words_of(version)))
    _enter(article, text=text[:MOST_CHARACTERS])


@receiver(window_changed, dispatch_uid="articles.finding")
def enter_windows(sender: Any, article: Article, **kwargs: Any) -> None:
    _enter(article)


def _enter(article: Article, **words: str) -> None:
    windows = article.versions.filter(live_from__isnull=False).order_by("-live_from")
    newest: Any = windows.values("number", "live_from", "live_until").first() or {}
    number = newest.get("number")
    DeskEntry.objects.update_or_create(
        article=article,
        defaults={
            **words,
            "newest_window": number,
            "goes_out_at": newest.get("live_from"),
            "closes_at": newest.get("live_until"),
            "has_changes": number is not None and article.latest_number > number,
        },
    )


def matching(stories: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """
    The stories of which every typed word or quoted phrase begins one in the text, the
    name of a show or person they are about, or that of an author; and the story whose
    address was typed.
    """
    wanted = phrases(typed)
    if not wanted:
        return stories.none()
    if "/" in typed and (pasted := stories.filter(slug=_address(typed))).exists():
        return pasted
    named = _that_begin_names(wanted)
    found = [_containing(part) for part in named]
    if only_words := [part for part in wanted if part not in named]:
        texts = DeskEntry.objects.filter(text__has_words=only_words).order_by()
        found.append(texts.values_list("article_id", flat=True))
    first, *others = found
    keys = first.intersection(*others) if others else first
    # As `desk.among` has it.
    few = list(keys[: FEW + 1])
    return stories.filter(pk__in=few if len(few) <= FEW else keys)


def _that_begin_names(wanted: list[str]) -> list[str]:
    """
    Those that anybody's or anything's name has. Most words are in no name, and the
    full-text index answers for all of them at once.
    """
    asked = [
        Exists(names.objects.filter(key__prefix=part[:LONGEST_START]))
        for part in wanted
        for names in NAMES
    ]
    # One row to ask on: these have nothing to do with any story.
    found = Article.objects.order_by().values_list(*asked).first() or ()
    each = len(NAMES)
    return [
        part
        for index, part in enumerate(wanted)
        if any(found[index * each : (index + 1) * each])
    ]


def _containing(phrase: str) -> QuerySet[Any, Any]:
    start = {"names__key__prefix": phrase[:LONGEST_START]}
    shows = ArticleShow.objects.filter(**_through("show", start))
    people = Article.people.through.objects.filter(**_through("person", start))
    bylines = Byline.objects.filter(**_through("author", start))
    texts = DeskEntry.objects.filter(text__has_words=[phrase])
    # Django would order each part by the default order of its model.
    parts = [
        rows.order_by().values_list("article_id", flat=True)
        for rows in (texts, shows, people, bylines)
    ]
    return parts[0].union(*parts[1:])


def _through(target: str, condition: dict[str, str]) -> dict[str, str]:
    return {f"{target}__{name}": value for name, value in condition.items()}


def _address(typed: str) -> str:
    """The last part of a pasted address, which is all that a story has of its own."""
    try:
        path = unquote(urlsplit(typed.strip()).path)
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2][:150]
