"""What follows from a name: its place in lists, its address, the keys that find it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from images import spelling
from images.search import KEY_LENGTH, fold, word_starts
from images.slugs import unique_slug

if TYPE_CHECKING:
    from .models import Person, Show

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


def settle_address(row: "Show | Person", text: str) -> None:
    """
    Give the row an address before it is saved, and keep its old one working.

    An old address of another row is not given away: links in the wild point there.
    """
    model = type(row)
    old_addresses: Any = model._meta.get_field("old_addresses").related_model
    owner = str(model._meta.model_name)
    if not row.slug:
        row.slug = free_address(row, text)
    stored = (
        model._base_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    )
    if stored == row.slug:
        return
    refuse_old_address(row, row.slug)
    old_addresses.objects.filter(slug=row.slug).delete()
    if stored:
        old_addresses.objects.get_or_create(slug=stored, defaults={owner: row})


def refuse_old_address(row: "Show | Person", slug: str) -> None:
    model = type(row)
    old_addresses: Any = model._meta.get_field("old_addresses").related_model
    owner = str(model._meta.model_name)
    claimed = old_addresses.objects.filter(slug=slug).select_related(owner).first()
    if claimed and getattr(claimed, f"{owner}_id") != row.pk:
        raise ValidationError(
            {
                "slug": f"“{slug}” is an old address of “{getattr(claimed, owner)}”; "
                "links to it must keep working, so choose another."
            }
        )


def free_address(row: "Show | Person", text: str) -> str:
    """An address for `text` that no row has and no old link leads to."""
    model = type(row)
    old_addresses: Any = model._meta.get_field("old_addresses").related_model
    fallback = str(model._meta.model_name)
    slug = unique_slug(model, text, fallback=fallback, but=row)
    number = 2
    while old_addresses.objects.filter(slug=slug).exists():
        slug = unique_slug(model, f"{text}-{number}", fallback=f"{fallback}-{number}")
        number += 1
    return slug
