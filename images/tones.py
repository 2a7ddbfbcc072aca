"""
The quiet colour that stands where a picture is about to appear.

Our pages allow no inline style, so a picture's own colour is rounded to the nearest of
these tones, each a class in `static/css/pictures.css` (`.tone-moss { … }`).
"""

from functools import lru_cache

TONES = {
    "black": "#1b1b1d",
    "graphite": "#45464b",
    "stone": "#86847f",
    "silver": "#bdbcb8",
    "paper": "#e9e6df",
    "oxblood": "#4d1c1f",
    "brick": "#9b3a32",
    "rose": "#d79a94",
    "umber": "#4f3521",
    "rust": "#b0662f",
    "sand": "#d9b88f",
    "olive": "#4e4b1f",
    "ochre": "#b5942f",
    "straw": "#e2d59a",
    "forest": "#1f4029",
    "moss": "#5c8450",
    "sage": "#b0c7a3",
    "pine": "#15474a",
    "teal": "#3c8c8c",
    "mint": "#a5d0cb",
    "navy": "#1b2c4f",
    "denim": "#3f6ba3",
    "sky": "#a3c3e2",
    "indigo": "#33265a",
    "violet": "#76589f",
    "lilac": "#c4b0dc",
    "plum": "#4e1f45",
    "magenta": "#a64583",
    "blossom": "#dfa9c8",
}


@lru_cache(maxsize=4096)
def tone_of(colour: str) -> str:
    """The name of the tone nearest to `#rrggbb`, as the eye roughly judges it."""
    return min(TONES, key=lambda name: _distance(colour, TONES[name]))


def _distance(one: str, other: str) -> int:
    red, green, blue = (
        int(one[i : i + 2], 16) - int(other[i : i + 2], 16) for i in (1, 3, 5)
    )
    return 3 * red**2 + 4 * green**2 + 2 * blue**2
