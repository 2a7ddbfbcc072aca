"""
What single stories show, where the emblem of their show would stand twice on a page.

Drawn like the motifs; each is one picture of one thing that the story tells.
"""

import math

from .canvas import Canvas


def rainy_court(c: Canvas) -> None:
    """A playground court scratched into wet sand, in the rain, with nobody on it."""
    p = c.palette
    for puddle, (x, y) in enumerate(((-0.78, 0.3), (0.68, -0.34), (0.86, 0.26))):
        c.oval(x, y, 0.2 - puddle * 0.04, 0.075, p.shape)
    outline = 0.024
    c.ring(-0.47, 0, 0.15, outline, p.light)
    c.line([(-0.55, 0), (0.12, -0.36), (0.12, 0.36), (-0.55, 0)], outline, p.light)
    c.line([(0.12, -0.24), (0.56, -0.24), (0.56, 0.24), (0.12, 0.24)], outline, p.light)
    c.disc(0.4, 0.06, 0.034, p.spark)
    for drop in range(64):
        x = drop * 0.754878 % 1 * 2.2 - 1.1
        y = drop * 0.569840 % 1 * 1.1 - 0.6
        c.line([(x, y), (x - 0.022, y + 0.075)], 0.006, p.light)


def slate(c: Canvas) -> None:
    """A clapperboard, half shut, with two dates on it and neither crossed out."""
    p = c.palette
    c.rounded(-0.46, -0.12, 0.46, 0.42, 0.03, p.shape)
    _striped_bar(c, -0.46, -0.15, 0)
    _striped_bar(c, -0.46, -0.26, -13)
    c.disc(-0.43, -0.19, 0.05, p.spark)
    for y, width, colour in ((0.02, 0.3, p.light), (0.2, 0.38, p.spark)):
        c.rect(-0.38, y, -0.38 + width, y + 0.055, colour)
        c.rect(0.1, y, 0.38, y + 0.055, p.light)
    c.rect(-0.38, 0.13, 0.38, 0.138, p.ground)
    c.rect(-0.38, 0.32, 0.38, 0.328, p.ground)


def _striped_bar(c: Canvas, x: float, y: float, degrees: float) -> None:
    """One of the two sticks of a clapperboard, turned about its left end."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def at(along: float, across: float) -> tuple[float, float]:
        return x + along * cos - across * sin, y + along * sin + across * cos

    p = c.palette
    c.poly([at(0, -0.055), at(0.92, -0.055), at(0.92, 0.055), at(0, 0.055)], p.shape)
    for stripe in range(4):
        start = 0.08 + stripe * 0.22
        c.poly(
            [
                at(start, 0.055),
                at(start + 0.1, 0.055),
                at(start + 0.17, -0.055),
                at(start + 0.07, -0.055),
            ],
            p.light,
        )


def table_read(c: Canvas) -> None:
    """A long table seen from above, scripts at every place, one guest unwell."""
    p = c.palette
    for side in (-1, 1):
        for place in range(-5, 6):
            x = place * 0.21
            ill = (side, place) == (-1, 1)
            c.disc(x, side * 0.37, 0.075, p.spark if ill else p.light)
            c.pie(
                x, side * 0.37, 0.075, 180 * (side < 0), 180 * (side < 0) + 180, p.shape
            )
    c.rounded(c.left - 0.2, -0.26, c.right + 0.2, 0.26, 0.05, p.shape)
    for side in (-1, 1):
        for place in range(-5, 6):
            x, y = place * 0.21, side * 0.16
            c.rect(x - 0.05, y - 0.068, x + 0.05, y + 0.068, p.light)
            for row in range(4):
                width = 0.034 if row < 3 else 0.012
                top = y - 0.042 + row * 0.026
                c.rect(x - 0.034, top, x - 0.034 + 2 * width, top + 0.009, p.ground)
    for place in range(-4, 6, 3):
        c.disc(place * 0.21 - 0.1, 0.0, 0.028, p.ground)
    c.line([(0.21, -0.33), (0.2, -0.2), (0.27, -0.11)], 0.032, p.spark)
    for finger in range(-2, 3):
        c.line(
            [(0.265, -0.115), (0.28 + finger * 0.02, -0.05 - abs(finger) * 0.012)],
            0.012,
            p.spark,
        )


def locked_gate(c: Canvas) -> None:
    """The gates of a school, chained shut, and one window lit behind them."""
    p = c.palette
    c.rect(-0.62, -0.34, 0.62, 0.36, p.light)
    c.poly([(-0.68, -0.34), (0.68, -0.34), (0.5, -0.44), (-0.5, -0.44)], p.light)
    for row in range(3):
        for column in range(-3, 4):
            x, y = column * 0.165, -0.21 + row * 0.17
            lit = (row, column) == (0, 2)
            tone = p.spark if lit else p.ground
            c.rect(x - 0.045, y - 0.055, x + 0.045, y + 0.055, tone)
    c.rect(c.left, 0.36, c.right, c.bottom, p.shape)
    for bar in range(-11, 12):
        x = bar * 0.115
        if abs(bar) not in (0, 7):
            c.rect(x - 0.013, -0.2, x + 0.013, 0.42, p.shape)
            c.leaf(x, -0.17, 0.1, 0.055, -90, p.shape)
    for y in (-0.1, 0.28):
        c.rect(c.left, y - 0.014, c.right, y + 0.014, p.shape)
    c.rect(-0.013, -0.1, 0.013, 0.42, p.shape)
    for post in (-0.805, 0.805):
        c.rect(post - 0.075, -0.3, post + 0.075, c.bottom, p.shape)
        c.disc(post, -0.34, 0.085, p.shape)
    for link in range(-3, 4):
        c.ring(link * 0.052, 0.09 + 0.02 * math.cos(link * 0.8), 0.034, 0.013, p.spark)
    c.ring(0, 0.155, 0.05, 0.02, p.spark)
    c.rounded(-0.07, 0.165, 0.07, 0.275, 0.02, p.spark)
    c.disc(0, 0.21, 0.017, p.shape)


def name_cards(c: Canvas) -> None:
    """One surname written in hangul, on a card, in front of three that spell it."""
    p = c.palette
    for number, degrees in enumerate((-24, 22, -9)):
        turn = math.radians(degrees)
        cos, sin = math.cos(turn), math.sin(turn)

        def at(
            x: float, y: float, cos: float = cos, sin: float = sin
        ) -> tuple[float, float]:
            y -= 0.5
            return x * cos - y * sin, 0.5 + x * sin + y * cos

        tone = (p.shape, p.spark, p.shape)[number]
        for left, top, right, bottom, colour in (
            (-0.33, -0.42, 0.33, 0.42, p.ground),
            (-0.32, -0.41, 0.32, 0.41, tone),
        ):
            c.poly(
                [at(left, top), at(right, top), at(right, bottom), at(left, bottom)],
                colour,
            )
        for row, width in enumerate((0.34, 0.24)):
            top = -0.36 + row * 0.07
            c.poly(
                [
                    at(-0.27, top),
                    at(-0.27 + width, top),
                    at(-0.27 + width, top + 0.03),
                    at(-0.27, top + 0.03),
                ],
                p.light,
            )
    c.rect(-0.35, -0.2, 0.35, 0.5, p.ground)
    c.rect(-0.34, -0.19, 0.34, c.bottom, p.light)
    c.ring(-0.1, 0.14, 0.155, 0.052, p.shape)
    c.rounded(0.165, -0.1, 0.217, 0.4, 0.012, p.shape)


def sheet_cinema(c: Canvas) -> None:
    """A film on a sheet in a courtyard, cushions in rows, a cat on the best of them."""
    p = c.palette
    c.rect(c.left, 0.16, c.right, c.bottom, p.shape)
    for star in range(30):
        x = star * 0.754878 % 1 * 2.2 - 1.1
        y = star * 0.569840 % 1 * 0.5 - 0.52
        c.disc(x, y, 0.005 + 0.003 * (star % 3), p.light)
    for x in (-0.6, 0.6):
        c.rect(x - 0.02, -0.44, x + 0.02, 0.22, p.shape)
    c.line([(-0.6, -0.4), (0.6, -0.4)], 0.01, p.shape)
    c.poly([(-0.5, -0.38), (0.5, -0.38), (0.48, 0.16), (-0.48, 0.16)], p.light)
    c.disc(0.2, -0.11, 0.15, p.spark)
    c.poly([(-0.49, 0.05), (-0.26, -0.19), (-0.06, 0.16), (-0.48, 0.16)], p.ground)
    c.poly([(-0.2, 0.16), (0.1, 0.0), (0.48, 0.16)], p.ground)
    for row, (y, shift) in enumerate(((0.27, 0.0), (0.38, 0.12), (0.5, 0.02))):
        size = 0.075 + row * 0.02
        for place in range(-6, 7):
            x = place * (0.2 + row * 0.045) + shift
            tone = p.spark if (place + row) % 4 == 2 else p.ground
            c.rounded(x - size, y - 0.03, x + size, y + 0.045, 0.035, tone)
    c.rounded(-0.06, 0.36, 0.3, 0.47, 0.05, p.spark)
    _sitting_cat(c, 0.12, 0.4)


def _sitting_cat(c: Canvas, x: float, y: float) -> None:
    """A cat from behind, looking the same way as everybody else."""
    tone = c.palette.light
    c.oval(x, y - 0.06, 0.062, 0.085, tone)
    c.disc(x, y - 0.155, 0.045, tone)
    for side in (-1, 1):
        c.poly(
            [
                (x + side * 0.044, y - 0.165),
                (x + side * 0.04, y - 0.225),
                (x + side * 0.008, y - 0.195),
            ],
            tone,
        )
    c.arc(x + 0.085, y - 0.01, 0.05, 20, 190, 0.022, tone)


def encore(c: Canvas) -> None:
    """A microphone on a stand where two spotlights cross, and nobody there yet."""
    p = c.palette
    for side in (-1, 1):
        c.poly(
            [
                (side * 0.72, c.top - 0.1),
                (side * 0.56, c.top - 0.1),
                (-side * 0.34, 0.4),
                (side * 0.14, 0.4),
            ],
            p.shape,
        )
    c.rect(c.left, 0.36, c.right, c.bottom, p.shape)
    c.oval(0, 0.4, 0.42, 0.07, p.spark)
    c.rect(-0.011, -0.06, 0.011, 0.39, p.light)
    c.oval(0, 0.39, 0.15, 0.026, p.light)
    c.line([(0, -0.05), (0.07, -0.12)], 0.022, p.light)
    c.poly([(0.04, -0.13), (0.1, -0.07), (0.2, -0.19), (0.14, -0.25)], p.light)
    c.disc(0.2, -0.25, 0.088, p.spark)
    for groove in (-0.03, 0.012, 0.054):
        c.line(
            [(0.14 + groove, -0.23 - groove), (0.2 + groove, -0.17 - groove)],
            0.007,
            p.ground,
        )
    for crowd in range(-13, 14):
        x = crowd * 0.1
        y = 0.52 + 0.02 * (crowd * 7 % 3)
        c.disc(x, y, 0.066, p.ground)
        if crowd % 3 == 0:
            c.line([(x + 0.03, y), (x + 0.045, y - 0.16)], 0.016, p.ground)
            c.disc(x + 0.047, y - 0.175, 0.02, p.light)
