"""The stories themselves, one file each, and the pictures set inside them."""

from typing import NamedTuple


class InlinePicture(NamedTuple):
    scene: str
    crop: int
    caption: str


INLINE_PICTURES = {
    "alley": InlinePicture(
        "marbles", 1, "Ten each, half an hour, and no rule against kindness."
    ),
    "subtitle-lines": InlinePicture(
        "subtitles", 2, "Two lines, forty-two characters, and the face above them."
    ),
}
