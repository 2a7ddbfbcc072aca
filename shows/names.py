"""What follows from a name: its place in lists, its address, the keys that find it."""

from collections.abc import Iterable
from typing import Any

from images import spelling
from images.search import KEY_LENGTH, fold, word_starts

ARTICLES = ("the ", "a ", "an ")


def shelf(title: str) -> tuple[str, str]:
    """
    The letter a title stands under, and the text that orders it there.

    A leading English article does not count; digits, signs and other scripts stand
    under #.
    """
    folded = fold(title)
    for article in ARTICLES:
        if folded.startswith(article):
            folded = folded[len(article) :]
            break
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


def keep(rows: Any, texts: Iterable[str]) -> None:
    """Make the name rows of one show, person or part say what `texts` say."""
    texts = list(texts)
    wanted = keys(texts)
    stored = dict(rows.values_list("key", "pk"))
    gone = [pk for key, pk in stored.items() if key not in wanted]
    if gone:
        rows.filter(pk__in=gone).delete()
    owner = {rows.field.name: rows.instance}
    rows.model.objects.bulk_create(
        rows.model(key=key, **owner) for key in wanted if key not in stored
    )
    if not stored.keys() >= set(wanted):
        spelling.learn(texts)
