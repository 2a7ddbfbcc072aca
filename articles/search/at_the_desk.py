"""
Finding stories at the desk: what is kept to find them by, and the search itself.

The words of the working copy stand in a full-text index that is written in the
transaction that saves the story; names are looked up where they are kept, so that a
renamed show or author is found at once.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.dispatch import receiver

from articles.body.sanitising import plain_text
from articles.models import Article, ArticleShow, Byline, DeskEntry, Version
from articles.signals import window_changed
from authors.models import AuthorName
from images.asking import ask
from images.fitting import corrected
from images.full_text import phrases
from images.initials import FEWEST, MOST, key_of
from images.search import fold
from shows.models import PersonName, ShowName

# A body may be longer; PostgreSQL indexes no more than a megabyte of one text.
MOST_CHARACTERS = 150_000
FEW = 1000
# Of so many of the newest stories, so many make a question a common one.
NEWEST, COMMON = 400, 40
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


@receiver(window_changed, dispatch_uid="articles.search.at_the_desk")
def enter_windows(sender: Any, article: Article, **kwargs: Any) -> None:
    _enter(article)


def _enter(article: Article, **words: str) -> None:
    windows = article.versions.filter(live_from__isnull=False).order_by("-live_from")
    newest: Any = windows.values("number", "live_from", "live_until").first() or {}
    number = newest.get("number")
    entry = {
        **words,
        "newest_window": number,
        "goes_out_at": newest.get("live_from"),
        "closes_at": newest.get("live_until"),
        "has_changes": number is not None and article.latest_number > number,
    }
    # The step holds the article's row, so nobody makes the entry meanwhile.
    if not DeskEntry.objects.filter(article=article).update(**entry):
        DeskEntry.objects.create(article=article, **entry)


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
    named = set(_that_begin_names(wanted))
    parts = [(part, part in named) for part in wanted]
    counted = _counted(stories, parts)
    if counted.pop() >= COMMON:
        # One story after another soon fills a page.
        return stories.filter(_says(parts))
    # Where the rarest stands is tried for the others.
    rarest = counted.index(min(counted))
    found = among(stories, _containing(*parts.pop(rarest)))
    return found.filter(_says(parts))


def otherwise(stories: QuerySet[Any], typed: str) -> str:
    """
    What was typed in letters that find one of these stories; empty where none are.
    Known words come from everywhere, but only those of a story found here are told.
    """
    asked = ask(typed).forgiving()
    if all(len(near) < 2 for near in asked.near.values()):
        return ""
    entries = DeskEntry.objects.filter(text__has_words=asked.sought)
    found = entries.filter(article__in=stories.order_by().values("pk"))
    text = found.values_list("text", flat=True).first()
    return corrected(asked, text) if text else ""


def among(stories: QuerySet[Any], keys: QuerySet[Any, Any]) -> QuerySet[Any]:
    """
    The stories with these keys. Few are read first: a planner that cannot know that
    they are few would try every story instead.
    """
    few = list(keys[: FEW + 1])
    return stories.filter(pk__in=few if len(few) <= FEW else keys)


# A phrase, and whether the name of anything has it, too.
Part = tuple[str, bool]


def _counted(stories: QuerySet[Any], parts: list[Part]) -> list[int]:
    """
    How many of the newest have each of the parts, and how many have all: what neither
    planner knows, and what decides how to ask. One query.
    """
    newest = stories.order_by("-saved_at", "-pk").values("pk")[:NEWEST]
    asked = [_says([part]) for part in parts]
    said = Article.objects.filter(pk__in=newest).order_by()
    rows = list(said.values_list(*(_as_value(each) for each in asked)))
    each = [sum(row[place] for row in rows) for place in range(len(parts))]
    return [*each, sum(map(all, rows))]


def _as_value(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False)


def _says(parts: list[Part]) -> Q:
    """All of them, to be asked of one story after another."""
    said = Q()
    for part, is_named in parts:
        found = Q(desk_entry__text__has_words=[part])
        for rows in _named_rows(part) if is_named else ():
            found |= Q(Exists(rows.filter(article=OuterRef("pk"))))
        said &= found
    return said


def _that_begin_names(wanted: list[str]) -> list[str]:
    """
    Those that anybody's or anything's name has. Most words are in no name, and the
    full-text index answers for all of them at once.
    """
    asked = [
        Exists(names.objects.filter(_begins(part)))
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


def _containing(phrase: str, is_named: bool) -> QuerySet[Any, Any]:
    texts = DeskEntry.objects.filter(text__has_words=[phrase])
    rows = [texts, *(_named_rows(phrase) if is_named else ())]
    # Django would order each part by the default order of its model.
    keys = [each.order_by().values_list("article_id", flat=True) for each in rows]
    return keys[0].union(*keys[1:]) if is_named else keys[0]


def _named_rows(phrase: str) -> list[QuerySet[Any]]:
    """The rows that join stories to the shows, people and authors of that name."""
    return [
        ArticleShow.objects.filter(_begins(phrase, "show__names__")),
        Article.people.through.objects.filter(_begins(phrase, "person__names__")),
        Byline.objects.filter(_begins(phrase, "author__names__")),
    ]


def _begins(phrase: str, names: str = "") -> Q:
    """What begins a word of a name, or are its initials, which only shows have."""
    begins = Q(**{f"{names}key__prefix": phrase[:LONGEST_START]})
    is_short = " " not in phrase and FEWEST <= len(phrase) <= MOST
    return begins | Q(**{f"{names}key": key_of(phrase)}) if is_short else begins


def _address(typed: str) -> str:
    """The last part of a pasted address, which is all that a story has of its own."""
    try:
        path = unquote(urlsplit(typed.strip()).path)
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2][:150]
