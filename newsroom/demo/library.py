"""The pictures of the demo, drawn and taken in when something new needs them."""

from typing import NamedTuple

from django.core.files.base import ContentFile
from PIL.Image import Image as Picture

from authors.models import User
from images.ingest import ingest
from images.models import Image

from . import pictures
from .desk import AuthorEntry
from .entries import ShowEntry

CREDIT = "Newsroom illustration"
LICENCE = "CC0 1.0"


class Sizes(NamedTuple):
    """How large the pictures are drawn; tests draw them small."""

    poster: tuple[int, int] = pictures.POSTER
    lead: tuple[int, int] = pictures.LEAD
    portrait: tuple[int, int] = pictures.PORTRAIT


SMALL = Sizes((80, 120), (160, 90), (64, 64))


class Library:
    """Pictures drawn and taken in only when something new needs them."""

    def __init__(self, *, by: User, sizes: Sizes) -> None:
        self.by = by
        self.sizes = sizes
        self.taken: dict[tuple[str, int], Image] = {}

    def poster(self, entry: ShowEntry) -> Image:
        picture = pictures.poster(entry.key, entry.title, self.sizes.poster)
        return self._take(picture, f"Poster: {entry.title}", entry.alt_text)

    def portrait(self, entry: AuthorEntry) -> Image:
        picture = pictures.portrait(entry.key, self.sizes.portrait)
        return self._take(picture, f"Portrait: {entry.name}", entry.alt_text)

    def scene(self, key: str, crop: int = 0) -> Image:
        if (key, crop) not in self.taken:
            picture = pictures.lead(key, self.sizes.lead, crop=crop)
            title = f"Scene: {key.replace('-', ' ')}"
            self.taken[key, crop] = self._take(picture, title, pictures.describe(key))
        return self.taken[key, crop]

    def _take(self, picture: Picture, title: str, alt_text: str) -> Image:
        return ingest(
            ContentFile(pictures.encode(picture)),
            by=self.by,
            title=title,
            alt_text=alt_text,
            credit=CREDIT,
            licence=LICENCE,
        )
