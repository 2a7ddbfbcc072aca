"""Busts in cut paper: a neck, a head, hair and a collar in four tones."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from .canvas import Canvas, Palette

INK = "#1d1512"


class Sitter(NamedTuple):
    palette: Palette  # ground, hair, skin, clothes
    hair: Callable[[Canvas, Palette], None]
    glasses: bool = False
    beard: bool = False


def _bob(c: Canvas, p: Palette) -> None:
    c.pie(0, -0.1, 0.25, 180, 360, p.shape)
    c.rounded(-0.25, -0.12, -0.13, 0.17, 0.05, p.shape)
    c.rounded(0.13, -0.12, 0.25, 0.17, 0.05, p.shape)
    c.poly([(-0.2, -0.2), (0.2, -0.2), (0.2, -0.1), (-0.2, -0.14)], p.shape)


def _crop(c: Canvas, p: Palette) -> None:
    c.pie(0, -0.1, 0.205, 180, 360, p.shape)
    c.poly([(-0.205, -0.1), (-0.16, -0.1), (-0.205, 0.02)], p.shape)
    c.poly([(0.205, -0.1), (0.16, -0.1), (0.205, 0.02)], p.shape)


def _curls(c: Canvas, p: Palette) -> None:
    for step in range(13):
        angle = math.radians(170 + step * 200 / 12)
        c.disc(0.22 * math.cos(angle), -0.09 + 0.2 * math.sin(angle), 0.088, p.shape)
    c.pie(0, -0.08, 0.2, 190, 350, p.shape)


def _bun(c: Canvas, p: Palette) -> None:
    c.disc(0.06, -0.36, 0.095, p.shape)
    c.pie(0, -0.1, 0.215, 180, 360, p.shape)
    c.poly([(-0.21, -0.1), (0.06, -0.2), (-0.2, 0.03)], p.shape)
    c.poly([(0.21, -0.1), (0.02, -0.2), (0.205, 0.02)], p.shape)


def _sweep(c: Canvas, p: Palette) -> None:
    c.poly(
        [
            (-0.22, 0.0),
            (-0.24, -0.2),
            (-0.1, -0.36),
            (0.14, -0.36),
            (0.26, -0.24),
            (0.21, -0.06),
            (0.14, -0.17),
            (-0.13, -0.12),
        ],
        p.shape,
    )


def _long(c: Canvas, p: Palette) -> None:
    c.pie(0, -0.1, 0.24, 180, 360, p.shape)
    c.poly([(-0.24, -0.11), (-0.12, -0.11), (-0.17, 0.34), (-0.3, 0.34)], p.shape)
    c.poly([(0.24, -0.11), (0.12, -0.11), (0.17, 0.34), (0.3, 0.34)], p.shape)
    c.poly([(-0.2, -0.1), (-0.02, -0.3), (0.2, -0.1), (0.0, -0.2)], p.shape)


SITTERS = {
    "imogen-vale": Sitter(Palette("#d9593d", "#2a1d1f", "#f0c4a2", "#23414a"), _bob),
    "tobias-okonedo-marsh": Sitter(
        Palette("#e8c15a", "#1d1512", "#8a5a3c", "#33475b"),
        _crop,
        glasses=True,
        beard=True,
    ),
    "hana-whitlock": Sitter(Palette("#3d6d83", "#17181f", "#f2d2b5", "#f4ecd8"), _long),
    "dario-fenn": Sitter(
        Palette("#8fa39a", "#7a3b22", "#efc7a6", "#1b2340"), _curls, glasses=True
    ),
    "priya-castellane": Sitter(
        Palette("#57307a", "#120d16", "#b57a52", "#ff8552"), _bun
    ),
    "magnus-thorley": Sitter(
        Palette("#2f5d57", "#cfc3ae", "#f0cdb4", "#8f1d1d"), _sweep, beard=True
    ),
}


def draw_portrait(key: str, size: tuple[int, int]) -> Image.Image:
    sitter = SITTERS[key]
    p = sitter.palette
    c = Canvas(*size, p)
    c.stage(0.5, 0.52, 1.0)
    shade = _darker(p.light)
    c.disc(0, -0.02, 0.43, _darker(p.ground))
    if sitter.hair is _long:
        c.poly([(-0.23, -0.1), (0.23, -0.1), (0.29, 0.36), (-0.29, 0.36)], p.shape)
    # Shoulders, neck with its shadow, head.
    c.pie(0, 0.62, 0.42, 180, 360, p.spark)
    c.rect(-0.085, 0.1, 0.085, 0.27, shade)
    c.poly([(-0.085, 0.25), (0.085, 0.25), (0, 0.36)], shade)
    c.oval(0, -0.06, 0.195, 0.24, p.light)
    # One side of the face lies in the shade, as if cut from a second sheet.
    c.poly([(0, -0.1), (0.045, 0.05), (0, 0.06)], shade)
    sitter.hair(c, p)
    if sitter.beard:
        c.pie(0, 0.03, 0.168, 6, 174, p.shape)
    for side in (-1, 1):
        c.oval(side * 0.078, -0.03, 0.018, 0.014, INK)
        c.line([(side * 0.048, -0.084), (side * 0.112, -0.076)], 0.011, INK)
    smile = p.light if sitter.beard else _darker(_darker(shade))
    c.arc(0.006, 0.052, 0.062, 28, 148, 0.014, smile)
    if sitter.glasses:
        for side in (-1, 1):
            c.ring(side * 0.08, -0.03, 0.062, 0.013, p.ground)
        c.line([(-0.018, -0.035), (0.018, -0.035)], 0.013, p.ground)
    return c.finish()


def _darker(tone: str) -> str:
    """The same tone in the shade."""
    parts = (int(tone[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.82):02x}" for part in parts)
