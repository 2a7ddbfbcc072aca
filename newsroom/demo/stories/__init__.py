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
    "carriage": InlinePicture("train-to-busan", 0, "The 5.30 from Seoul, on time."),
    "school": InlinePicture(
        "all-of-us-are-dead", 1, "Hyosan High: four floors, and the roof is taken."
    ),
    "palace": InlinePicture(
        "kingdom", 1, "Hanyang after dark. The gates were built to keep people out."
    ),
    "flats": InlinePicture(
        "sweet-home", 1, "Green Home, block of flats. Mind the neighbours."
    ),
    "street": InlinePicture(
        "hellbound", 1, "Seoul at three in the afternoon, which is when they come."
    ),
}
