"""
The art department: posters, lead pictures and portraits drawn by the program itself.

Everything is deterministic: the same key always gives the same picture.
"""

import io

from PIL import Image

from .art import SHOWS, SUBJECTS, Art
from .canvas import Canvas, Palette
from .lettering import ROWS, SMALL_WORDS, break_lines, draw_line, width_of
from .portraits import draw_portrait

POSTER = (480, 720)
LEAD = (1280, 720)
PORTRAIT = (480, 480)

# Shares of the width of a poster.
WIDTH_OF_TYPE = 0.88
LEADING = 0.03
SMALL_LINE = 0.085


def poster(key: str, title: str, size: tuple[int, int] = POSTER) -> Image.Image:
    """The poster of a show: its emblem, and its title set as type."""
    art = SHOWS[key]
    canvas = Canvas(*size, art.palette)
    lines = break_lines(title)
    heights = _line_heights(lines)
    block = sum(heights) + LEADING * (len(lines) - 1)
    band = (block + 0.13) / 1.5
    if art.layout == "foot":
        canvas.stage(0.5, (1 - band) / 2, 0.96)
    else:
        canvas.stage(0.5, band + (1 - band) / 2, 0.96)
    art.motif(canvas)
    _set_title(canvas, lines, heights, band, art)
    return canvas.finish()


def lead(key: str, size: tuple[int, int] = LEAD, *, crop: int = 0) -> Image.Image:
    """A wide picture of a show or subject; each crop frames its emblem differently."""
    art = SHOWS.get(key) or SUBJECTS[key]
    palette = art.palette
    if crop % 2:
        palette = Palette(palette.shape, palette.ground, palette.light, palette.spark)
    canvas = Canvas(*size, palette)
    x, y, scale = ((0.5, 0.5, 0.94), (0.62, 0.5, 1.04), (0.36, 0.53, 1.16))[crop % 3]
    canvas.stage(x, y, scale)
    art.motif(canvas)
    return canvas.finish()


def describe(key: str) -> str:
    """What the picture of a show or subject shows, for those who cannot see it."""
    motif = (SHOWS.get(key) or SUBJECTS[key]).motif
    return f"Illustration. {motif.__doc__}"


def portrait(key: str, size: tuple[int, int] = PORTRAIT) -> Image.Image:
    """An author as a bust cut from paper."""
    return draw_portrait(key, size)


def encode(image: Image.Image) -> bytes:
    """Nothing is lost before the renditions, and flat tones make a small PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _line_heights(lines: list[str]) -> list[float]:
    """Heights of the lines in picture widths: short words stand tall."""
    heights = []
    for line in lines:
        cell = WIDTH_OF_TYPE / width_of(line)
        natural = min(max(cell * ROWS * 1.05, 0.085), 0.27)
        heights.append(SMALL_LINE if line in SMALL_WORDS else natural)
    return [height * min(1.0, 0.5 / sum(heights)) for height in heights]


def _set_title(
    canvas: Canvas, lines: list[str], heights: list[float], band: float, art: Art
) -> None:
    paper, ink = _title_tones(art.palette)
    width, height = canvas.image.size
    top = height * (1 - band) if art.layout == "foot" else 0
    canvas.draw.rectangle((0, top, width, top + height * band), fill=paper)
    left = width * (1 - WIDTH_OF_TYPE) / 2
    y = top + width * 0.065
    for line, share in zip(lines, heights, strict=True):
        right = width - left
        if line in SMALL_WORDS:
            right = left + width * share * width_of(line) / ROWS
        draw_line(canvas.draw, line, (left, y, right, y + share * width), ink)
        y += (share + LEADING) * width


def _title_tones(palette: Palette) -> tuple[str, str]:
    return palette.ground, _furthest(
        palette.ground, (palette.shape, palette.light, palette.spark)
    )


def _furthest(tone: str, others: tuple[str, ...]) -> str:
    """The tone that stands out most from another."""
    return max(others, key=lambda other: abs(_lightness(other) - _lightness(tone)))


def _lightness(tone: str) -> float:
    red, green, blue = (int(tone[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
