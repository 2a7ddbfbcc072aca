"""Authors by their names, for the search of the site."""

from __future__ import annotations

from images.asking import Asked
from images.finding import find
from images.fitting import Hit

from .models import Author, AuthorName


def find_authors(asked: Asked) -> list[Hit]:
    """Whether readers may know of each is for those to say who know their stories."""
    authors = Author.objects.for_cards()
    return find(authors, AuthorName.objects.all(), asked, lambda author: [author.name])
