"""A drawing surface in local coordinates, drawn large and reduced for clean edges."""

import math
from collections.abc import Iterable
from typing import NamedTuple, Self

from PIL import Image, ImageDraw

OVERSAMPLING = 2


class Palette(NamedTuple):
    """The tones of one picture: its ground, two shapes and a spark."""

    ground: str
    shape: str
    light: str
    spark: str


class Canvas:
    """
    A picture under construction.

    Coordinates are those of a square stage, from -0.5 to 0.5 in both directions,
    which is wholly visible; shapes may run past it to the edges of the picture.
    """

    def __init__(self, width: int, height: int, palette: Palette) -> None:
        self.size = (width, height)
        self.palette = palette
        self.image = Image.new(
            "RGB", (width * OVERSAMPLING, height * OVERSAMPLING), palette.ground
        )
        self.draw = ImageDraw.Draw(self.image)
        self.stage(0.5, 0.5, 1.0)

    def stage(self, x: float, y: float, scale: float) -> Self:
        """Place the stage: its centre in fractions of the picture, and its size."""
        width, height = self.image.size
        self.unit = min(width, height) * scale
        self.centre = (width * x, height * y)
        # How far the picture reaches beyond the stage, in stage units.
        self.left = -self.centre[0] / self.unit
        self.right = (width - self.centre[0]) / self.unit
        self.top = -self.centre[1] / self.unit
        self.bottom = (height - self.centre[1]) / self.unit
        return self

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (self.centre[0] + x * self.unit, self.centre[1] + y * self.unit)

    def _box(
        self, x1: float, y1: float, x2: float, y2: float
    ) -> tuple[float, float, float, float]:
        return (
            *self.point(min(x1, x2), min(y1, y2)),
            *self.point(max(x1, x2), max(y1, y2)),
        )

    def rect(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        self.draw.rectangle(self._box(x1, y1, x2, y2), fill=colour)

    def rounded(
        self, x1: float, y1: float, x2: float, y2: float, radius: float, colour: str
    ) -> None:
        self.draw.rounded_rectangle(
            self._box(x1, y1, x2, y2), radius=radius * self.unit, fill=colour
        )

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self.draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill=colour)

    def ring(
        self, x: float, y: float, radius: float, thickness: float, colour: str
    ) -> None:
        self.draw.ellipse(
            self._box(x - radius, y - radius, x + radius, y + radius),
            outline=colour,
            width=max(1, round(thickness * self.unit)),
        )

    def pie(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        end: float,
        colour: str,
    ) -> None:
        """A slice of a disc; 0 degrees points right, angles run clockwise."""
        self.draw.pieslice(
            self._box(x - radius, y - radius, x + radius, y + radius),
            start,
            end,
            fill=colour,
        )

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        end: float,
        thickness: float,
        colour: str,
    ) -> None:
        self.draw.arc(
            self._box(x - radius, y - radius, x + radius, y + radius),
            start,
            end,
            fill=colour,
            width=max(1, round(thickness * self.unit)),
        )

    def poly(self, points: Iterable[tuple[float, float]], colour: str) -> None:
        self.draw.polygon([self.point(x, y) for x, y in points], fill=colour)

    def line(
        self, points: Iterable[tuple[float, float]], thickness: float, colour: str
    ) -> None:
        """A line with round joints and round ends."""
        width = max(1, round(thickness * self.unit))
        pixels = [self.point(x, y) for x, y in points]
        self.draw.line(pixels, fill=colour, width=width, joint="curve")
        half = width / 2
        for x, y in (pixels[0], pixels[-1]):
            self.draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def leaf(
        self,
        x: float,
        y: float,
        length: float,
        width: float,
        angle: float,
        colour: str,
    ) -> None:
        """A pointed petal that starts at a point and grows in a direction."""
        radians = math.radians(angle)
        cos, sin = math.cos(radians), math.sin(radians)
        outline = []
        for step in range(41):
            along = step / 20 if step <= 20 else (40 - step) / 20
            side = 1 if step <= 20 else -1
            forth = length * along
            out = side * width / 2 * math.sin(math.pi * along**0.85)
            outline.append((x + forth * cos - out * sin, y + forth * sin + out * cos))
        self.poly(outline, colour)

    def star(
        self, x: float, y: float, radius: float, inner: float, rays: int, colour: str
    ) -> None:
        points = []
        for step in range(rays * 2):
            reach = radius if step % 2 == 0 else inner
            turn = math.pi * step / rays - math.pi / 2
            points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
        self.poly(points, colour)

    def finish(self) -> Image.Image:
        return self.image.reduce(OVERSAMPLING)
