"""
Picks and shelves as rows, without the steps that editors take.

`PickFactory(article=story, selection__article=page)` picks `story` for `page`;
`ShelfFactory(everywhere=True)` is a shelf that stands on every page.
"""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from articles.models import Pick, Placement, Selection


class SelectionFactory(DjangoModelFactory):
    class Meta:
        model = Selection
        django_get_or_create = ["article", "show", "title"]

    article = None
    show = None
    title = ""


class ShelfFactory(DjangoModelFactory):
    class Meta:
        model = Selection
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Shelf {n}")

    @factory.post_generation
    def everywhere(shelf: Selection, create: bool, everywhere: Any) -> None:
        if everywhere:
            shelf.placements.create(kind=Placement.Kind.EVERYWHERE)

    @factory.post_generation
    def home(shelf: Selection, create: bool, home: Any) -> None:
        if home:
            shelf.placements.create(kind=Placement.Kind.HOME)

    @factory.post_generation
    def on(shelf: Selection, create: bool, on: Any) -> None:
        """`on={"tag": tag}`: placed there."""
        for kind, target in (on or {}).items():
            shelf.placements.create(kind=kind, **{kind: target})

    @factory.post_generation
    def items(shelf: Selection, create: bool, items: Any) -> None:
        """Stories and shows, in order."""
        for position, target in enumerate(items or []):
            kind = "article" if hasattr(target, "headline") else "show"
            PickFactory(selection=shelf, position=position, **{kind: target})


class PickFactory(DjangoModelFactory):
    class Meta:
        model = Pick

    selection = factory.SubFactory(SelectionFactory)
