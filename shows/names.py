"""What follows from a name: its place in lists, its address, the keys that find it."""

from collections.abc import Iterable
from typing import Any

from images import spelling
from images.initials import initial_keys
from images.search import KEY_LENGTH, bare, fold, word_starts


def shelf(title: str) -> tuple[str, str]:
    """
    The letter a title stands under, and the text that orders it there.

    A leading English article does not count; digits, signs and other scripts stand
    under #.
    """
    folded = bare(fold(title))
    first = folded[:1].upper()
    return (first if "A" <= first <= "Z" else "#"), folded[:200]


def sort_name(name: str) -> str:
    return fold(name)[:200]


def keys(texts: Iterable[str]) -> list[str]:
    """Every word start of every text, and each text as one word ("squidgame"), once."""
    texts = list(texts)
    starts = [key for text in texts for key in word_starts(text)]
    joined = [fold(text).replace(" ", "")[:KEY_LENGTH] for text in texts]
    return [key for key in dict.fromkeys([*starts, *joined]) if key]


def title_keys(titles: Iterable[str]) -> list[str]:
    """The keys of a show: also what readers shorten its titles to ("oitnb")."""
    titles = list(titles)
    short = [key for title in titles for key in initial_keys(title)]
    return list(dict.fromkeys([*keys(titles), *short]))


def words_of_titles(titles: Iterable[str]) -> list[str]:
    """What can be misspelt of titles: a title is also typed as one word."""
    titles = list(titles)
    return [*titles, *(fold(title).replace(" ", "") for title in titles)]


def keep(rows: Any, texts: Iterable[str]) -> None:
    """Make the name rows of one person or part say what `texts` say."""
    texts = list(texts)
    _keep(rows, keys(texts), texts)


def keep_titles(rows: Any, titles: Iterable[str]) -> None:
    """The same for a show."""
    titles = list(titles)
    _keep(rows, title_keys(titles), words_of_titles(titles))


def _keep(rows: Any, wanted: list[str], words: list[str]) -> None:
    stored = dict(rows.values_list("key", "pk"))
    gone = [pk for key, pk in stored.items() if key not in wanted]
    if gone:
        rows.filter(pk__in=gone).delete()
    owner = {rows.field.name: rows.instance}
    rows.model.objects.bulk_create(
        rows.model(key=key, **owner) for key in wanted if key not in stored
    )
    if not stored.keys() >= set(wanted):
        spelling.learn(words)
