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
    "viewer": InlinePicture(
        "armchair", 1, "The ideal viewer has read the line and is looking up again."
    ),
}
