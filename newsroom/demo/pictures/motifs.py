"""
One emblem for each show and subject: a few strong shapes in three or four tones.

A motif draws on the stage of a canvas and may run past it to the edges, so the same
one serves an upright poster and a wide lead picture.
"""

import math
from collections.abc import Callable

from .canvas import Canvas

Motif = Callable[[Canvas], None]


def school_windows(c: Canvas) -> None:
    """Rows of classroom windows, hands against the glass, one still lit."""
    p = c.palette
    for row in range(-2, 6):
        for column in range(-5, 6):
            x, y = column * 0.25, -0.42 + row * 0.25
            lit = (column, row) == (0, 1)
            c.rect(x - 0.105, y - 0.1, x + 0.105, y + 0.1, p.spark if lit else p.shape)
            if lit:
                c.disc(x + 0.01, y + 0.0, 0.034, p.ground)
                c.pie(x + 0.01, y + 0.1, 0.062, 180, 360, p.ground)
            elif (column * 7 + row * 5) % 4 == 1:
                palm = x + 0.02 * ((column + row) % 3 - 1)
                c.disc(palm, y + 0.045, 0.034, p.light)
                for finger in range(-2, 3):
                    c.line(
                        [
                            (palm + finger * 0.011, y + 0.04),
                            (palm + finger * 0.021, y - 0.03 + abs(finger) * 0.012),
                        ],
                        0.014,
                        p.light,
                    )
            c.rect(x - 0.006, y - 0.1, x + 0.006, y + 0.1, p.ground)


def endless_stairs(c: Canvas) -> None:
    """Stairs that only go down, and somebody very small on them."""
    p = c.palette
    c.disc(0.1, -0.22, 0.3, p.spark)
    for flight, colour in ((0, p.shape), (1, p.light)):
        points = [(c.left - 1, c.bottom + 2)]
        for step in range(-16, 17):
            x, y = step * 0.1, 0.1 * step * 0.62 + 0.02 + flight * 0.3
            points += [(x, y), (x + 0.1, y)]
        points += [(c.right + 2, c.bottom + 2)]
        c.poly(points, colour)
    c.disc(0.05, -0.09, 0.03, p.light)
    c.poly([(0.008, 0.022), (0.05, -0.075), (0.092, 0.022)], p.light)


def three_judges(c: Canvas) -> None:
    """Three black shapes above a city that has run out of time."""
    p = c.palette
    c.disc(0, -0.1, 0.46, p.spark)
    for x, width, top in ((-0.29, 0.15, -0.14), (0.29, 0.15, -0.18), (0, 0.2, -0.3)):
        c.pie(x, top, width + 0.025, 180, 360, p.spark)
        c.rect(x - width - 0.025, top, x + width + 0.025, 0.32, p.spark)
        c.pie(x, top, width, 180, 360, p.shape)
        c.rect(x - width, top - 0.002, x + width, 0.34, p.shape)
        for eye in (-1, 1):
            c.leaf(
                x + eye * width * 0.15, top + 0.02, eye * width * 0.5, 0.03, 0, p.light
            )
    heights = (0.07, 0.14, 0.05, 0.11, 0.17, 0.08, 0.12, 0.06, 0.15, 0.09)
    for tower in range(-16, 17):
        x, top = tower * 0.09, 0.38 - heights[tower % len(heights)]
        c.rect(x - 0.045, top, x + 0.046, c.bottom, p.ground)
        for row in range(8):
            for column in (-0.02, 0.012):
                if (tower * 3 + row * 5 + (column > 0)) % 4:
                    y = top + 0.025 + row * 0.032
                    c.rect(x + column, y, x + column + 0.014, y + 0.014, p.light)


def smiling_keys(c: Canvas) -> None:
    """A keyboard that cannot keep a straight face."""
    p = c.palette
    for row in range(-5, 8):
        shift = 0.07 * (row % 2)
        for column in range(-9, 9):
            x, y = column * 0.15 + shift, row * 0.15
            near = abs(math.hypot(x, y + 0.12) - 0.33)
            if near < 0.062 and y > -0.04 or math.hypot(abs(x) - 0.17, y + 0.2) < 0.07:
                colour = p.spark
            else:
                colour = p.shape
            c.rounded(x - 0.06, y - 0.056, x + 0.06, y + 0.064, 0.026, p.light)
            c.rounded(x - 0.06, y - 0.066, x + 0.06, y + 0.05, 0.026, colour)


def razor_cap(c: Canvas) -> None:
    """A man in a flat cap, a blade along its peak, under smoking chimneys."""
    p = c.palette
    chimneys = ((-0.86, -0.18), (-0.6, 0.02), (-0.36, -0.2), (0.52, -0.22), (0.8, 0.0))
    for x, top in (*chimneys, (-1.12, -0.06), (1.06, -0.14)):
        c.rect(x - 0.05, top, x + 0.05, c.bottom, p.light)
        c.rect(x - 0.065, top, x + 0.065, top + 0.045, p.light)
        for puff in range(3):
            c.disc(
                x + 0.05 * puff, top - 0.07 - 0.09 * puff, 0.04 + 0.022 * puff, p.light
            )
    c.poly(
        [
            (-0.5, c.bottom),
            (-0.42, 0.42),
            (-0.13, 0.32),
            (0.12, 0.32),
            (0.36, 0.44),
            (0.44, c.bottom),
        ],
        p.shape,
    )
    c.poly(
        [(-0.13, 0.36), (0.0, 0.5), (0.13, 0.36), (0.06, 0.2), (-0.12, 0.2)], p.spark
    )
    c.poly(
        [
            (-0.2, 0.02),
            (0.16, 0.02),
            (0.175, 0.09),
            (0.235, 0.17),
            (0.185, 0.19),
            (0.19, 0.25),
            (0.15, 0.31),
            (0.04, 0.33),
            (-0.1, 0.28),
            (-0.19, 0.16),
        ],
        p.spark,
    )
    c.poly(
        [(-0.2, 0.03), (-0.06, 0.03), (-0.08, 0.16), (-0.14, 0.2), (-0.2, 0.14)],
        p.shape,
    )
    c.poly(
        [
            (-0.27, 0.06),
            (-0.29, -0.06),
            (-0.22, -0.17),
            (-0.02, -0.22),
            (0.18, -0.16),
            (0.28, -0.02),
            (0.26, 0.06),
        ],
        p.shape,
    )
    c.poly([(0.04, 0.0), (0.27, -0.03), (0.41, 0.08), (0.1, 0.085)], p.shape)
    c.poly([(0.1, 0.083), (0.42, 0.077), (0.36, 0.115), (0.16, 0.112)], p.ground)
    c.disc(-0.02, -0.225, 0.026, p.shape)
    for seam in (-0.2, 0.0, 0.19):
        c.line([(-0.02, -0.22), (seam, 0.05)], 0.007, p.ground)


def searchlights(c: Canvas) -> None:
    """A man on the roofs, caught where the searchlights meet."""
    p = c.palette
    for foot, left, right in ((-0.75, 0.1, 0.75), (0.75, -0.75, -0.1)):
        c.poly(
            [(foot, 0.75), (left * 1.3, c.top - 0.1), (right * 1.3, c.top - 0.1)],
            p.shape,
        )
    c.disc(0, -0.14, 0.31, p.light)
    for x, y in ((-0.4, -0.36), (0.42, -0.28), (-0.62, -0.12), (0.7, -0.42)):
        c.leaf(x, y - 0.06, 0.13, 0.06, 90, p.spark)
        c.poly([(x - 0.028, y - 0.085), (x + 0.028, y - 0.085), (x, y - 0.03)], p.spark)
    c.disc(0, -0.19, 0.058, p.ground)
    c.poly(
        [
            (-0.085, -0.2),
            (-0.075, -0.25),
            (0.0, -0.275),
            (0.075, -0.245),
            (0.1, -0.195),
        ],
        p.ground,
    )
    c.poly(
        [
            (-0.05, -0.14),
            (0.05, -0.14),
            (0.13, -0.09),
            (0.17, 0.36),
            (-0.17, 0.36),
            (-0.13, -0.09),
        ],
        p.ground,
    )
    c.poly([(-0.012, -0.13), (0.012, -0.13), (0.0, 0.0)], p.light)
    heights = (0.05, 0.14, 0.08, 0.18, 0.03, 0.11)
    for house in range(-12, 13):
        top = 0.36 - heights[house % 6]
        x = house * 0.17
        c.rect(x - 0.086, top + 0.075, x + 0.086, c.bottom, p.spark)
        c.poly([(x - 0.1, top + 0.08), (x, top), (x + 0.1, top + 0.08)], p.spark)
        c.rect(x + 0.03, top - 0.02, x + 0.06, top + 0.06, p.spark)
        c.rect(x - 0.02, top + 0.12, x + 0.02, top + 0.17, p.ground)


def magnolia(c: Canvas) -> None:
    """One large blossom, wide open."""
    p = c.palette
    for angle in (200, 245, 295, 340):
        c.leaf(0, 0.22, 0.74, 0.34, angle - 2, p.shape)
    for angle in (180, 222, 270, 318, 360):
        c.leaf(0, 0.2, 0.56, 0.3, angle, p.light)
    for angle in (247, 293):
        c.leaf(0, 0.2, 0.36, 0.19, angle, p.shape)
    c.disc(0, 0.16, 0.075, p.spark)
    for angle in range(180, 361, 20):
        x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        c.line([(0, 0.16), (0.12 * x, 0.16 + 0.12 * y)], 0.012, p.spark)
    c.poly([(-0.022, 0.2), (0.022, 0.2), (0.03, c.bottom), (-0.03, c.bottom)], p.spark)
    c.leaf(0.0, 0.5, 0.4, 0.16, -24, p.spark)
    c.leaf(0.0, 0.5, 0.34, 0.14, 206, p.spark)


def burning_houses(c: Canvas) -> None:
    """A street of identical houses, each with its own match."""
    p = c.palette
    for row in range(-2, 4):
        for column in range(-4, 5):
            x, y = column * 0.34 + 0.17 * (row % 2), row * 0.36 + 0.02
            hot = (row, column) == (0, 0)
            wall = p.spark if hot else p.shape
            c.rect(x - 0.11, y - 0.04, x + 0.11, y + 0.14, wall)
            c.poly([(x - 0.14, y - 0.035), (x, y - 0.16), (x + 0.14, y - 0.035)], wall)
            c.rect(x - 0.032, y + 0.04, x + 0.032, y + 0.14, p.ground)
            flame = 1.0 if hot else 0.55
            c.leaf(x, y + 0.0 - 0.12, 0.15 * flame, 0.09 * flame, -90, p.light)


def question_of_law(c: Canvas) -> None:
    """A pair of scales in which a question outweighs everything."""
    p = c.palette
    c.disc(0, -0.02, 0.46, p.shape)
    c.rect(-0.018, -0.36, 0.018, 0.36, p.light)
    c.poly([(-0.17, 0.4), (0.17, 0.4), (0.06, 0.33), (-0.06, 0.33)], p.light)
    c.line([(-0.3, -0.16), (0.3, -0.36)], 0.026, p.light)
    c.disc(0, -0.26, 0.038, p.spark)
    for x, y, colour in ((-0.3, -0.16, p.spark), (0.3, -0.36, p.light)):
        c.line([(x, y), (x - 0.12, y + 0.3)], 0.008, p.light)
        c.line([(x, y), (x + 0.12, y + 0.3)], 0.008, p.light)
        c.pie(x, y + 0.3, 0.15, 0, 180, colour)
    c.arc(-0.3, 0.02, 0.052, 150, 400, 0.024, p.spark)
    c.line([(-0.29, 0.062), (-0.3, 0.085)], 0.024, p.spark)


def hooded_lantern(c: Canvas) -> None:
    """A hooded figure, a castle, and one lantern too few."""
    p = c.palette
    c.disc(0.02, -0.12, 0.36, p.light)
    towers = (
        (-0.9, 0.0),
        (-0.66, -0.14),
        (-0.42, 0.02),
        (0.46, -0.04),
        (0.7, -0.18),
        (0.94, 0.0),
    )
    for x, top in (*towers, (-1.14, 0.06), (1.18, 0.04)):
        c.rect(x - 0.1, top, x + 0.1, c.bottom, p.shape)
        for merlon in (-0.09, -0.02, 0.05):
            c.rect(x + merlon, top - 0.05, x + merlon + 0.04, top + 0.01, p.shape)
        c.rect(x - 0.014, top + 0.1, x + 0.014, top + 0.18, p.light)
    c.rect(c.left, 0.3, c.right, c.bottom, p.shape)
    c.poly(
        [(0, -0.4), (0.17, -0.2), (0.34, c.bottom), (-0.34, c.bottom), (-0.17, -0.2)],
        p.spark,
    )
    c.oval(0, -0.16, 0.11, 0.16, p.ground)
    c.poly(
        [(-0.045, 0.06), (0.045, 0.06), (0.09, c.bottom), (-0.09, c.bottom)], p.ground
    )
    for eye in (-1, 1):
        c.leaf(eye * 0.016, -0.155, eye * 0.055, 0.026, eye * -8, p.light)
    c.rounded(0.13, 0.13, 0.27, 0.33, 0.02, p.ground)
    c.arc(0.2, 0.13, 0.05, 180, 360, 0.014, p.ground)
    c.leaf(0.2, 0.31, 0.15, 0.09, -90, p.light)


def split_masks(c: Canvas) -> None:
    """Two profiles share one cloak and look away from each other."""
    p = c.palette
    c.rect(c.left, c.top, 0, c.bottom, p.shape)
    for side, colour in ((-1, p.light), (1, p.spark)):
        profile = [
            (0, -0.36),
            (0.16, -0.36),
            (0.25, -0.27),
            (0.26, -0.17),
            (0.35, -0.02),
            (0.28, 0.01),
            (0.3, 0.07),
            (0.26, 0.1),
            (0.28, 0.15),
            (0.22, 0.22),
            (0.13, 0.22),
            (0.14, 0.36),
            (0.4, 0.62),
            (0, 0.62),
        ]
        c.poly([(side * x, y) for x, y in profile], colour)
        c.oval(side * 0.18, -0.1, 0.035, 0.018, p.ground)
    c.rect(-0.006, -0.5, 0.006, 1.5, p.ground)
    c.poly(
        [(-0.46, c.bottom), (-0.3, 0.42), (0, 0.56), (0.3, 0.42), (0.46, c.bottom)],
        p.ground,
    )


def running_fire(c: Canvas) -> None:
    """Footprints that burn, each larger than the last."""
    p = c.palette
    c.disc(-0.06, -0.1, 0.4, p.shape)
    for x, y, size in ((-0.36, 0.34, 0.5), (-0.1, 0.2, 0.75), (0.2, -0.02, 1.15)):
        c.leaf(x, y + 0.12 * size, 0.62 * size, 0.36 * size, -80, p.spark)
        c.leaf(
            x - 0.05 * size, y + 0.12 * size, 0.44 * size, 0.24 * size, -112, p.spark
        )
        c.leaf(x + 0.07 * size, y + 0.12 * size, 0.4 * size, 0.22 * size, -52, p.spark)
        c.leaf(x, y + 0.11 * size, 0.36 * size, 0.2 * size, -84, p.light)
        c.oval(x, y + 0.1 * size, 0.16 * size, 0.07 * size, p.light)
    c.rect(c.left, 0.45, c.right, 0.475, p.light)


def days_counted(c: Canvas) -> None:
    """Three hundred and sixty-five dots, and one that is a keyhole."""
    _days(c, key=182)


def _days(c: Canvas, key: int) -> None:
    p = c.palette
    columns = 15
    for day in range(-600, 365 + 900):
        row, column = divmod(day, columns)
        x, y = (column - 7) * 0.066, (row - 12) * 0.066 * 0.82 + 0.02
        if not 0 <= day < 365:
            continue
        c.disc(x, y, 0.02, p.light if day < key else p.shape)
    row, column = divmod(key, columns)
    x, y = (column - 7) * 0.066, (row - 12) * 0.066 * 0.82 + 0.02
    c.disc(x, y, 0.13, p.spark)
    c.disc(x, y - 0.02, 0.04, p.ground)
    c.poly(
        [(x - 0.018, y), (x + 0.018, y), (x + 0.036, y + 0.08), (x - 0.036, y + 0.08)],
        p.ground,
    )


def sun_on_water(c: Canvas) -> None:
    """A hard sun over a flat sea, and a ring at the bottom of it."""
    p = c.palette
    c.disc(0, -0.1, 0.34, p.spark)
    for band in range(12):
        y = 0.02 + band * 0.075
        half = 0.36 - band * 0.012
        c.rect(-half, y, half, y + 0.028 + band * 0.003, p.ground)
    c.rect(c.left, 0.22, c.right, c.bottom, p.shape)
    for band in range(9):
        y = 0.25 + band * 0.07
        half = 0.3 - band * 0.028
        c.rect(-half, y, half, y + 0.02, p.spark)
    c.ring(0.27, 0.36, 0.085, 0.02, p.light)
    c.poly([(0.24, 0.26), (0.3, 0.26), (0.27, 0.3)], p.light)


def moon_phases(c: Canvas) -> None:
    """The moon in five moods over an empty terrace."""
    p = c.palette
    for number, phase in enumerate((-1.0, -0.45, 0.0, 0.45, 1.0)):
        x = (number - 2) * 0.235
        y = -0.2 + abs(number - 2) ** 1.6 * 0.05
        radius = 0.105 + (0.075 if number == 2 else 0)
        c.disc(x, y, radius, p.light if number != 2 else p.spark)
        if number != 2:
            c.disc(x + phase * 0.11, y - 0.012, radius * 1.0, p.ground)
    for pillar in range(-14, 15):
        x = pillar * 0.16
        c.rect(x - 0.02, 0.28, x + 0.02, 0.5, p.shape)
        c.oval(x, 0.38, 0.036, 0.07, p.shape)
    c.rect(c.left, 0.24, c.right, 0.285, p.shape)
    c.rect(c.left, 0.47, c.right, c.bottom, p.shape)


def peach(c: Canvas) -> None:
    """A peach in two halves that do not quite fit."""
    p = c.palette
    c.pie(-0.03, 0.04, 0.4, 90, 270, p.shape)
    c.pie(0.04, -0.0, 0.4, 270, 450, p.spark)
    c.pie(0.04, -0.0, 0.16, 270, 450, p.ground)
    c.pie(-0.03, 0.04, 0.16, 90, 270, p.light)
    for ridge in range(5):
        c.line(
            [(-0.06, -0.05 + 0.05 * ridge), (-0.13, -0.03 + 0.05 * ridge)],
            0.01,
            p.shape,
        )
    c.leaf(0.0, -0.38, 0.32, 0.15, -28, p.light)
    c.line([(0.0, -0.32), (-0.02, -0.47)], 0.024, p.light)


def heart_of_iron(c: Canvas) -> None:
    """A glowing heart behind riveted plates."""
    p = c.palette
    for plate in range(8):
        angle = 22.5 + plate * 45
        x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        c.line([(0.2 * x, 0.2 * y), (1.6 * x, 1.6 * y)], 0.012, p.shape)
        for reach in (0.4, 0.62, 0.84):
            dx, dy = (
                math.cos(math.radians(angle + 6)),
                math.sin(math.radians(angle + 6)),
            )
            c.disc(reach * dx, reach * dy, 0.013, p.shape)
    c.ring(0, 0, 0.44, 0.05, p.shape)
    c.disc(0, 0, 0.31, p.shape)
    c.ring(0, 0, 0.27, 0.045, p.light)
    for coil in range(10):
        c.pie(0, 0, 0.276, coil * 36, coil * 36 + 7, p.shape)
    c.disc(0, 0, 0.17, p.spark)
    c.disc(0, 0, 0.1, p.light)


def mask_of_plates(c: Canvas) -> None:
    """An iron mask under a hood, and a clock face behind it."""
    p = c.palette
    c.disc(0, -0.05, 0.46, p.shape)
    for hour in range(12):
        angle = math.radians(hour * 30)
        c.line(
            [
                (0.4 * math.sin(angle), -0.05 - 0.4 * math.cos(angle)),
                (0.44 * math.sin(angle), -0.05 - 0.44 * math.cos(angle)),
            ],
            0.014,
            p.light,
        )
    c.poly(
        [(-0.34, 0.62), (-0.28, -0.16), (0, -0.44), (0.28, -0.16), (0.34, 0.62)],
        p.spark,
    )
    c.poly(
        [
            (-0.19, -0.1),
            (0, -0.27),
            (0.19, -0.1),
            (0.18, 0.17),
            (0.09, 0.31),
            (-0.09, 0.31),
            (-0.18, 0.17),
        ],
        p.light,
    )
    for side in (-1, 1):
        c.poly(
            [
                (side * 0.04, -0.02),
                (side * 0.15, -0.06),
                (side * 0.15, 0.0),
                (side * 0.05, 0.03),
            ],
            p.ground,
        )
        for rivet in (0.06, 0.12, 0.18):
            c.disc(side * 0.15, rivet, 0.009, p.ground)
    c.poly([(0, 0.0), (0.028, 0.1), (-0.028, 0.1)], p.shape)
    for slot in range(-3, 4):
        c.rect(slot * 0.028 - 0.007, 0.16, slot * 0.028 + 0.007, 0.25, p.ground)


def broken_planet(c: Canvas) -> None:
    """A planet in four unequal pieces, and the rings that hold it together."""
    p = c.palette
    for star in range(46):
        x = star * 0.754878 % 1 * 2.6 - 1.3
        y = star * 0.569840 % 1 * 1.6 - 0.8
        c.disc(x, y, 0.004 + 0.004 * (star % 3), p.shape)
    for radius, colour in ((0.47, p.shape), (0.4, p.spark)):
        c.ring(0, 0, radius, 0.014, colour)
    pieces = (
        (-0.03, -0.03, 176, 274, p.light),
        (0.035, -0.025, 278, 352, p.spark),
        (0.03, 0.035, 0, 84, p.light),
        (-0.035, 0.03, 92, 170, p.shape),
    )
    for x, y, start, end, colour in pieces:
        c.pie(x, y, 0.32, start, end, colour)
        middle = math.radians((start + end) / 2)
        c.disc(x + 0.2 * math.cos(middle), y + 0.2 * math.sin(middle), 0.045, p.ground)
        c.disc(
            x + 0.27 * math.cos(middle + 0.3),
            y + 0.27 * math.sin(middle + 0.3),
            0.02,
            p.ground,
        )
    c.disc(0, 0, 0.05, p.spark)


def night_train(c: Canvas) -> None:
    """A fast train coming straight at you with its cab light on."""
    p = c.palette
    for sleeper in range(14):
        depth = 1.32**sleeper
        y = 0.12 + 0.017 * depth
        half = 0.1 + 0.023 * depth
        c.rect(-half, y, half, y + 0.006 * depth, p.shape)
    for side in (-1, 1):
        c.poly(
            [
                (side * 0.05, 0.1),
                (side * 0.062, 0.1),
                (side * 0.76, 1.5),
                (side * 0.56, 1.5),
            ],
            p.light,
        )
    c.rounded(-0.27, -0.42, 0.27, 0.2, 0.2, p.shape)
    c.rounded(-0.22, -0.36, 0.22, -0.06, 0.13, p.light)
    c.rect(-0.008, -0.36, 0.008, -0.06, p.shape)
    for hand in (-0.12, 0.11):
        c.disc(hand, -0.12, 0.034, p.spark)
        for finger in range(-2, 3):
            c.line(
                [
                    (hand + finger * 0.011, -0.13),
                    (hand + finger * 0.024, -0.2 + abs(finger) * 0.01),
                ],
                0.014,
                p.spark,
            )
    for lamp in (-0.16, 0.16):
        c.disc(lamp, 0.08, 0.045, p.spark)
        c.poly(
            [(lamp, 0.06), (lamp, 0.1), (lamp * 7.5, 0.34), (lamp * 7.5, -0.06)],
            p.spark,
        )
    c.rect(-0.1, 0.06, 0.1, 0.1, p.ground)


def palace_roof(c: Canvas) -> None:
    """Under the moon a wide black hat; below it the sweep of a palace roof."""
    p = c.palette
    c.disc(0.0, -0.13, 0.33, p.spark)
    c.poly([(-0.24, 0.42), (-0.1, 0.08), (0.1, 0.08), (0.24, 0.42)], p.shape)
    c.rect(-0.055, -0.02, 0.055, 0.12, p.shape)
    c.oval(0, -0.02, 0.26, 0.05, p.shape)
    c.rounded(-0.085, -0.24, 0.085, -0.02, 0.03, p.shape)
    c.rect(-0.085, -0.075, 0.085, -0.055, p.ground)
    for side in (-1, 1):
        c.line([(side * 0.07, 0.0), (0, 0.17)], 0.008, p.light)
    reach = max(abs(c.left), abs(c.right)) + 0.1

    def height(x: float) -> float:
        return 0.38 - 0.3 * (abs(x) / reach) ** 2.4

    ridge = [(x * reach / 30, height(x * reach / 30)) for x in range(-30, 31)]
    c.poly([*ridge, (reach, c.bottom + 1), (-reach, c.bottom + 1)], p.light)
    c.poly(
        [(x, y + 0.05) for x, y in ridge]
        + [(reach, c.bottom + 1), (-reach, c.bottom + 1)],
        p.shape,
    )
    for tile in range(-30, 31):
        x = tile * 0.085
        c.line([(x, height(x) + 0.08), (x * 1.3, c.bottom + 0.1)], 0.016, p.light)


def many_eyed_house(c: Canvas) -> None:
    """An apartment block whose windows have opened their eyes."""
    p = c.palette
    c.rect(-0.36, -0.46, 0.36, c.bottom, p.shape)
    c.rect(-0.4, -0.48, 0.4, -0.43, p.shape)
    for row in range(10):
        for column in range(4):
            x, y = (column - 1.5) * 0.165, -0.34 + row * 0.155
            open_eye = (row * 3 + column * 5) % 7 in (1, 4)
            if open_eye:
                c.leaf(x - 0.068, y, 0.136, 0.1, 0, p.light)
                c.disc(x, y, 0.033, p.spark)
                c.oval(x, y, 0.009, 0.028, p.ground)
            else:
                c.rect(x - 0.05, y - 0.05, x + 0.05, y + 0.05, p.ground)
    for side in (-1, 1):
        for block in range(4):
            x = side * (0.66 + block * 0.34)
            c.rect(x - 0.13, -0.1 + block * 0.12, x + 0.13, c.bottom, p.shape)


def fan_of_wings(c: Canvas) -> None:
    """A small bird, wings blurred into a fan, above a broken bridge."""
    p = c.palette
    for wing in range(7):
        c.leaf(
            0.0,
            -0.06,
            0.46 - wing * 0.022,
            0.12,
            200 + wing * 16,
            p.shape if wing % 2 else p.light,
        )
    c.leaf(-0.1, -0.16, 0.42, 0.17, 34, p.spark)
    c.disc(-0.1, -0.14, 0.07, p.spark)
    c.line([(-0.15, -0.15), (-0.42, -0.1)], 0.012, p.spark)
    c.disc(-0.12, -0.15, 0.012, p.ground)
    c.rect(c.left, 0.36, -0.1, 0.4, p.light)
    c.rect(0.16, 0.36, c.right, 0.4, p.light)
    c.poly([(-0.1, 0.36), (-0.02, 0.36), (-0.07, 0.4), (-0.1, 0.4)], p.light)
    c.poly([(0.16, 0.36), (0.1, 0.38), (0.13, 0.4), (0.16, 0.4)], p.light)
    for pier in range(-10, 11):
        x = pier * 0.28 + 0.04
        if abs(x) > 0.1:
            c.rect(x - 0.025, 0.4, x + 0.025, c.bottom, p.light)


def capsule_dawn(c: Canvas) -> None:
    """A capsule lying on the horizon like a rising sun."""
    p = c.palette
    c.pie(0, 0.2, 0.44, 180, 360, p.light)
    for ray in range(9):
        angle = math.radians(180 + 22.5 * ray)
        c.line(
            [
                (0.5 * math.cos(angle), 0.2 + 0.5 * math.sin(angle)),
                (0.62 * math.cos(angle), 0.2 + 0.62 * math.sin(angle)),
            ],
            0.022,
            p.light,
        )
    c.rounded(-0.34, -0.02, 0.34, 0.2, 0.11, p.spark)
    c.rounded(-0.34, -0.02, 0.1, 0.2, 0.11, p.shape)
    c.rect(-0.12, -0.02, 0.0, 0.2, p.shape)
    c.rect(0.0, -0.02, 0.12, 0.2, p.spark)
    c.line([(-0.24, 0.035), (-0.06, 0.035)], 0.018, p.light)
    c.rect(c.left, 0.2, c.right, c.bottom, p.shape)
    for wave in range(5):
        c.rect(
            -0.36 + wave * 0.07,
            0.27 + wave * 0.06,
            0.36 - wave * 0.07,
            0.285 + wave * 0.06,
            p.light,
        )


def crossed_pencils(c: Canvas) -> None:
    """Two pencils crossed like swords over an exam sheet."""
    p = c.palette
    c.poly([(-0.24, -0.36), (0.2, -0.32), (0.25, 0.36), (-0.19, 0.4)], p.light)
    for row in range(6):
        y = -0.24 + row * 0.105
        c.disc(-0.15 + row * 0.008, y, 0.017, p.shape)
        c.line(
            [(-0.1 + row * 0.008, y), (0.15 + row * 0.008, y + 0.012)], 0.008, p.shape
        )
    for side, colour in ((-1, p.spark), (1, p.shape)):
        turn = math.radians(side * 38)
        for part, tone in (
            (((-0.055, -0.42), (0.055, -0.42), (0.055, 0.52), (-0.055, 0.52)), colour),
            (((-0.055, -0.42), (0.055, -0.42), (0, -0.6)), p.light),
            (((-0.02, -0.535), (0.02, -0.535), (0, -0.6)), p.ground),
            (((-0.055, 0.44), (0.055, 0.44), (0.055, 0.52), (-0.055, 0.52)), p.light),
            (
                ((-0.008, -0.42), (0.008, -0.42), (0.008, 0.44), (-0.008, 0.44)),
                p.ground,
            ),
        ):
            c.poly([_turned(x, y, turn) for x, y in part], tone)


def _turned(x: float, y: float, turn: float) -> tuple[float, float]:
    return (
        x * math.cos(turn) - y * math.sin(turn),
        x * math.sin(turn) + y * math.cos(turn),
    )


def opened_face(c: Canvas) -> None:
    """A face that unfolds like a flower with an eye on every petal."""
    p = c.palette
    for angle in (-150, -118, -62, -30):
        c.leaf(0, 0.1, 0.62, 0.2, angle, p.shape)
    for angle in (-134, -90, -46):
        c.leaf(0, 0.1, 0.52, 0.15, angle, p.spark)
        radians = math.radians(angle)
        x, y = 0.33 * math.cos(radians), 0.1 + 0.33 * math.sin(radians)
        c.disc(x, y, 0.038, p.light)
        c.disc(x, y, 0.016, p.ground)
    c.pie(0, 0.1, 0.2, 0, 180, p.light)
    c.rect(-0.2, 0.02, 0.2, 0.105, p.light)
    c.poly([(-0.09, 0.2), (0.09, 0.2), (0.11, 0.42), (-0.11, 0.42)], p.light)
    c.poly(
        [(-0.36, c.bottom), (-0.28, 0.42), (0, 0.36), (0.28, 0.42), (0.36, c.bottom)],
        p.shape,
    )
    c.rect(-0.055, 0.2, 0.055, 0.212, p.ground)


def floating_trunk(c: Canvas) -> None:
    """A trunk on a lake, and the rings it makes."""
    p = c.palette
    for ring in range(7, 0, -1):
        c.oval(0, 0.14, 0.2 * ring, 0.062 * ring, p.shape if ring % 2 else p.ground)
    c.rounded(-0.26, -0.16, 0.26, 0.14, 0.035, p.spark)
    c.rect(-0.26, -0.05, 0.26, -0.035, p.ground)
    for strap in (-0.15, 0.15):
        c.rect(strap - 0.022, -0.16, strap + 0.022, 0.14, p.light)
    c.rect(-0.03, -0.075, 0.03, -0.01, p.light)
    c.arc(0, -0.16, 0.07, 180, 360, 0.022, p.light)
    c.oval(0, 0.15, 0.3, 0.022, p.shape)


def stage_blades(c: Canvas) -> None:
    """Three spotlights, three blades, one moon."""
    p = c.palette
    c.disc(0, -0.12, 0.3, p.light)
    for x in (-0.32, 0.0, 0.32):
        c.poly(
            [(x - 0.012, c.top), (x + 0.012, c.top), (x + 0.19, 0.5), (x - 0.19, 0.5)],
            p.shape,
        )
    c.disc(0, -0.12, 0.22, p.light)
    for x, tilt, top in ((-0.3, -0.07, -0.2), (0.3, 0.07, -0.2), (0, 0, -0.36)):
        c.poly(
            [
                (x + tilt - 0.028, top + 0.1),
                (x + tilt, top),
                (x + tilt + 0.028, top + 0.1),
                (x + 0.02, 0.24),
                (x - 0.02, 0.24),
            ],
            p.spark,
        )
        c.rect(x - 0.075, 0.23, x + 0.075, 0.26, p.light)
        c.rect(x - 0.018, 0.26, x + 0.018, 0.36, p.light)
        c.disc(x, 0.38, 0.03, p.spark)
    for head in range(-26, 27):
        x = head * 0.09
        c.disc(x, 0.55 + 0.018 * (head % 3), 0.06, p.ground)
    c.rect(c.left, 0.57, c.right, c.bottom, p.ground)


def upside_down_tree(c: Canvas) -> None:
    """A bare tree above the line, and what it reflects below."""
    p = c.palette
    c.rect(c.left, 0.02, c.right, c.bottom, p.shape)
    for flip, colour in ((-1, p.light), (1, p.spark)):

        def branch(
            x: float,
            y: float,
            angle: float,
            length: float,
            depth: int,
            flip: int = flip,
            colour: str = colour,
        ) -> None:
            x2 = x + length * math.cos(math.radians(angle))
            y2 = y + length * math.sin(math.radians(angle))
            c.line(
                [(x, 0.02 + flip * y), (x2, 0.02 + flip * y2)],
                0.008 + depth * 0.0075,
                colour,
            )
            if depth:
                branch(x2, y2, angle - 27 - 3 * depth, length * 0.74, depth - 1)
                branch(x2, y2, angle + 22 + 4 * depth, length * 0.7, depth - 1)

        branch(0, 0, 90, 0.155, 5)
    for bulb in range(-12, 13):
        c.disc(bulb * 0.12, 0.02, 0.017, p.spark if bulb % 3 else p.light)
    c.rect(c.left, 0.014, c.right, 0.026, p.ground)


def settling_pint(c: Canvas) -> None:
    """A glass of stout that happens to be a city block."""
    p = c.palette
    c.poly([(-0.27, -0.4), (0.27, -0.4), (0.2, 0.46), (-0.2, 0.46)], p.shape)
    c.poly([(-0.275, -0.42), (0.275, -0.42), (0.262, -0.26), (-0.262, -0.26)], p.light)
    for foam in range(-3, 4):
        c.disc(foam * 0.082, -0.41, 0.062, p.light)
    for row in range(7):
        for column in range(4):
            x, y = (column - 1.5) * (0.1 - row * 0.003), -0.17 + row * 0.085
            lit = (row * 5 + column * 3) % 4 == 0
            c.rect(
                x - 0.02, y - 0.026, x + 0.02, y + 0.026, p.spark if lit else p.ground
            )
    for barrel in range(-6, 7):
        x = barrel * 0.27
        if abs(x) > 0.3:
            c.oval(x, 0.33, 0.115, 0.14, p.spark)
            c.rect(x - 0.11, 0.27, x + 0.11, 0.285, p.shape)
            c.rect(x - 0.11, 0.375, x + 0.11, 0.39, p.shape)
    c.rect(c.left, 0.46, c.right, c.bottom, p.shape)


def one_line(c: Canvas) -> None:
    """A boy, a room and a corridor, drawn without lifting the pencil."""
    p = c.palette
    c.rect(c.left, 0.3, c.right, c.bottom, p.shape)
    c.poly([(-0.12, -0.34), (0.46, -0.46), (0.46, 0.5), (-0.12, 0.3)], p.spark)
    path = [
        (c.left, 0.3),
        (-0.42, 0.3),
        (-0.42, -0.44),
        (0.46, -0.46),
        (0.46, 0.5),
        (-0.12, 0.3),
        (-0.12, -0.34),
        (0.02, -0.37),
        (0.02, 0.33),
    ]
    c.line(path, 0.018, p.light)
    figure = [(0.02, 0.33), (0.12, 0.36), (0.14, 0.1), (0.11, -0.06), (0.17, -0.11)]
    c.line(figure, 0.018, p.light)
    c.arc(0.215, -0.17, 0.075, 120, 420, 0.018, p.light)
    c.line(
        [(0.25, -0.105), (0.31, -0.05), (0.29, 0.12), (0.31, 0.43), (0.46, 0.5)],
        0.018,
        p.light,
    )
    c.line([(0.46, 0.5), (c.right, 0.5)], 0.018, p.light)


def bridge_and_waves(c: Canvas) -> None:
    """A concrete arch over a cliff, and a sea that keeps its secrets."""
    p = c.palette
    c.disc(0.22, -0.28, 0.13, p.spark)
    c.rect(c.left, -0.1, c.right, -0.05, p.light)
    c.arc(0, 0.36, 0.45, 180, 360, 0.05, p.light)
    for post in range(-20, 21):
        x = post * 0.1
        foot = 0.36 - math.sqrt(max(0.0, 0.44**2 - x * x)) if abs(x) < 0.44 else 0.4
        c.rect(x - 0.012, -0.06, x + 0.012, foot, p.light)
    for row in range(8):
        y = 0.36 + row * 0.1
        colour = p.shape if row % 2 == 0 else p.spark if row == 3 else p.ground
        c.rect(c.left, y, c.right, c.bottom, colour)
        for wave in range(-14, 15):
            c.disc(wave * 0.18 + 0.09 * (row % 2), y + 0.03, 0.092, colour)


def five_leaves(c: Canvas) -> None:
    """A clover with one leaf too many."""
    p = c.palette
    c.disc(0, -0.04, 0.47, p.shape)
    c.line([(0.0, 0.0), (0.03, 0.26), (0.1, 0.62)], 0.035, p.light)
    for leaf in range(5):
        angle = math.radians(-90 + leaf * 72)
        colour = p.spark if leaf == 0 else p.light
        for side in (-0.38, 0.38):
            x = 0.24 * math.cos(angle + side)
            y = -0.04 + 0.24 * math.sin(angle + side)
            c.disc(x, y, 0.105, colour)
        c.poly(
            [
                (0, -0.04),
                (0.31 * math.cos(angle + 0.66), -0.04 + 0.31 * math.sin(angle + 0.66)),
                (0.25 * math.cos(angle), -0.04 + 0.25 * math.sin(angle)),
                (0.31 * math.cos(angle - 0.66), -0.04 + 0.31 * math.sin(angle - 0.66)),
            ],
            colour,
        )
        c.line(
            [(0, -0.04), (0.24 * math.cos(angle), -0.04 + 0.24 * math.sin(angle))],
            0.012,
            p.shape,
        )


def subtitles(c: Canvas) -> None:
    """A speaking mouth and two lines of text that have to keep up."""
    p = c.palette
    c.disc(0, -0.12, 0.33, p.shape)
    c.leaf(-0.22, -0.12, 0.44, 0.3, 0, p.spark)
    c.leaf(-0.17, -0.12, 0.34, 0.11, 0, p.ground)
    for width, y, colour in ((0.44, 0.26, p.light), (0.3, 0.37, p.light)):
        c.rounded(-width, y, width, y + 0.075, 0.012, colour)
        words = (0.1, 0.16, 0.07, 0.2, 0.12)
        x = -width + 0.03
        for word in words:
            if x + word > width - 0.02:
                break
            c.rect(x, y + 0.026, x + word, y + 0.05, p.ground)
            x += word + 0.026


def headphones(c: Canvas) -> None:
    """Headphones around a rising note."""
    p = c.palette
    for ring in range(6, 0, -1):
        c.ring(0, -0.02, 0.11 + ring * 0.14, 0.03, p.shape)
    c.disc(0, -0.02, 0.2, p.spark)
    c.arc(0, -0.02, 0.36, 180, 360, 0.05, p.light)
    for side in (-1, 1):
        c.rounded(
            side * 0.335 - 0.075, -0.06, side * 0.335 + 0.075, 0.24, 0.06, p.light
        )
    c.oval(-0.04, 0.06, 0.055, 0.042, p.ground)
    c.rect(-0.0, -0.14, 0.016, 0.06, p.ground)
    c.poly([(0.0, -0.14), (0.1, -0.1), (0.1, -0.05), (0.0, -0.09)], p.ground)


def calendar_leaf(c: Canvas) -> None:
    """A calendar with every date torn out but one."""
    p = c.palette
    c.rounded(-0.37, -0.4, 0.37, 0.42, 0.04, p.light)
    c.rect(-0.37, -0.36, 0.37, -0.24, p.shape)
    for hole in (-0.2, 0.2):
        c.rounded(hole - 0.022, -0.47, hole + 0.022, -0.32, 0.02, p.spark)
    for row in range(5):
        for column in range(6):
            x, y = (column - 2.5) * 0.112, -0.15 + row * 0.118
            if (row, column) == (3, 4):
                c.disc(x, y, 0.052, p.spark)
            else:
                c.rect(x - 0.038, y - 0.038, x + 0.038, y + 0.038, p.ground)


def reading_chair(c: Canvas) -> None:
    """A chair, a lamp and the blue square of a screen."""
    p = c.palette
    c.rect(c.left, 0.36, c.right, c.bottom, p.shape)
    c.poly([(0.2, -0.36), (0.4, -0.36), (0.62, 0.36), (-0.02, 0.36)], p.shape)
    c.pie(0.3, -0.3, 0.14, 180, 360, p.spark)
    c.rect(0.292, -0.3, 0.308, 0.36, p.light)
    c.rounded(-0.42, -0.16, -0.26, 0.34, 0.06, p.light)
    c.rounded(-0.42, 0.08, 0.08, 0.3, 0.06, p.light)
    c.rect(-0.38, 0.28, -0.34, 0.4, p.light)
    c.rect(0.0, 0.28, 0.04, 0.4, p.light)
    c.rounded(-0.14, -0.1, 0.02, 0.02, 0.012, p.spark)


def marble_circle(c: Canvas) -> None:
    """A bag of marbles tipped into a chalk ring, one of them rolling away."""
    p = c.palette
    c.ring(-0.06, 0.0, 0.4, 0.022, p.light)
    places = (
        (-0.2, -0.1),
        (-0.02, -0.18),
        (0.12, -0.03),
        (-0.12, 0.1),
        (0.06, 0.17),
        (-0.28, 0.08),
    )
    for number, (x, y) in enumerate(places):
        c.disc(x, y, 0.088, p.shape if number % 2 else p.light)
        c.leaf(x - 0.05, y + 0.03, 0.11, 0.05, -35, p.spark if number % 2 else p.shape)
    c.disc(0.47, 0.2, 0.11, p.spark)
    c.leaf(0.4, 0.24, 0.15, 0.06, -35, p.light)
    for trace in range(3):
        c.line(
            [
                (0.16 + trace * 0.03, 0.1 + trace * 0.055),
                (0.31 + trace * 0.02, 0.14 + trace * 0.045),
            ],
            0.01,
            p.light,
        )


def rooftop_fire(c: Canvas) -> None:
    """A campfire on a school roof, with an empty place beside it."""
    p = c.palette
    for star in range(40):
        x = star * 0.754878 % 1 * 2.4 - 1.2
        y = star * 0.569840 % 1 * 0.7 - 0.62
        c.disc(x, y, 0.006 + 0.004 * (star % 3), p.light)
    c.disc(0, 0.12, 0.44, p.shape)
    for x in (-0.33, -0.19, 0.21):
        c.disc(x, 0.03, 0.042, p.ground)
        c.rounded(x - 0.062, 0.08, x + 0.062, 0.4, 0.06, p.ground)
    c.rect(c.left, 0.3, c.right, 0.33, p.light)
    c.rect(c.left, 0.33, c.right, c.bottom, p.ground)
    for post in range(-14, 15):
        c.rect(post * 0.12 - 0.008, 0.38, post * 0.12 + 0.008, c.bottom, p.shape)
    for angle, length in ((-90, 0.42), (-118, 0.28), (-60, 0.3)):
        c.leaf(0, 0.3, length, 0.18, angle, p.spark)
    c.leaf(0, 0.3, 0.22, 0.1, -90, p.light)


def ticket_stack(c: Canvas) -> None:
    """A hand of cinema tickets, fanned."""
    p = c.palette
    for number, angle in enumerate((-33, -12, 9, 30)):
        turn = math.radians(angle)

        def at(x: float, y: float, turn: float = turn) -> tuple[float, float]:
            x, y = _turned(x, y - 0.56, turn)
            return x, y + 0.54

        colour = (p.shape, p.light, p.spark, p.light)[number]
        c.poly(
            [at(-0.14, -0.42), at(0.14, -0.42), at(0.14, 0.32), at(-0.14, 0.32)],
            p.ground,
        )
        c.poly(
            [at(-0.13, -0.41), at(0.13, -0.41), at(0.13, 0.3), at(-0.13, 0.3)], colour
        )
        for hole in range(-3, 4):
            c.disc(*at(hole * 0.036, -0.2), 0.01, p.ground)
        c.star(*at(0, -0.31), 0.055, 0.024, 5, p.ground)


def dominoes(c: Canvas) -> None:
    """A row of dominoes, the first of them already falling."""
    p = c.palette
    for number in range(-8, 12):
        x = number * 0.15 + 0.05
        lean = max(0.0, 0.16 - 0.05 * max(0, number + 3)) if number > -4 else 0.18
        colour = p.spark if number == 0 else (p.light if number % 2 else p.shape)
        c.poly(
            [
                (x, 0.3),
                (x + 0.07, 0.3),
                (x + 0.07 + lean, -0.28 + lean * 0.4),
                (x + lean, -0.28 + lean * 0.4),
            ],
            colour,
        )
        c.disc(x + 0.035 + lean * 0.75, -0.13 + lean * 0.3, 0.017, p.ground)
        c.disc(x + 0.035 + lean * 0.3, 0.16, 0.017, p.ground)
    c.rect(c.left, 0.3, c.right, 0.325, p.light)
    c.rect(c.left, 0.325, c.right, c.bottom, p.shape)
