"""
The display face of the demo's posters: letters built from squares and quarter discs.

A bare machine has no fonts worth a poster, so the letterforms are drawn here. Each
glyph is a grid five rows high; a cell is empty, full, a quarter disc or a triangle:

    #  full                      .  empty
    a  round at the top left     b  round at the top right
    d  round at the bottom left  c  round at the bottom right
    k  lower left triangle       l  lower right triangle
    m  upper left triangle       n  upper right triangle

Cells may be stretched, which makes the same face condensed or extended.
"""

from PIL import ImageDraw

ROWS = 5
GAP = 0.45

GLYPHS = {
    "A": ("a#b", "#.#", "###", "#.#", "#.#"),
    "B": ("##b", "#.#", "###", "#.#", "##c"),
    "C": ("a##", "#..", "#..", "#..", "d##"),
    "D": ("##b", "#.#", "#.#", "#.#", "##c"),
    "E": ("###", "#..", "##.", "#..", "###"),
    "F": ("###", "#..", "##.", "#..", "#.."),
    "G": ("a##", "#..", "#.#", "#.#", "d##"),
    "H": ("#.#", "#.#", "###", "#.#", "#.#"),
    "I": ("#", "#", "#", "#", "#"),
    "J": ("..#", "..#", "..#", "#.#", "d#c"),
    "K": ("#.#", "#lm", "##.", "#nk", "#.#"),
    "L": ("#..", "#..", "#..", "#..", "###"),
    "M": ("##b#b", "#.#.#", "#.#.#", "#.#.#", "#.#.#"),
    "N": ("##b", "#.#", "#.#", "#.#", "#.#"),
    "O": ("a#b", "#.#", "#.#", "#.#", "d#c"),
    "P": ("##b", "#.#", "##c", "#..", "#.."),
    "Q": ("a#b", "#.#", "#.#", "#.#", "d##"),
    "R": ("##b", "#.#", "##c", "#nk", "#.#"),
    "S": ("a##", "#..", "d#b", "..#", "##c"),
    "T": ("###", ".#.", ".#.", ".#.", ".#."),
    "U": ("#.#", "#.#", "#.#", "#.#", "d#c"),
    "V": ("#.#", "#.#", "#.#", "#.#", "n#m"),
    "W": ("#.#.#", "#.#.#", "#.#.#", "#.#.#", "##c#c"),
    "X": ("#.#", "n#m", ".#.", "l#k", "#.#"),
    "Y": ("#.#", "#.#", "d#c", ".#.", ".#."),
    "Z": ("###", ".lm", "lm.", "#..", "###"),
    "0": ("a#b", "#.#", "#.#", "#.#", "d#c"),
    "1": ("##", ".#", ".#", ".#", ".#"),
    "2": ("##b", "..#", "a#c", "#..", "###"),
    "3": ("##b", "..#", ".##", "..#", "##c"),
    "4": ("#.#", "#.#", "###", "..#", "..#"),
    "5": ("###", "#..", "##b", "..#", "##c"),
    "6": ("a##", "#..", "##b", "#.#", "d#c"),
    "7": ("###", "..#", ".lm", ".#.", ".#."),
    "8": ("a#b", "#.#", "###", "#.#", "d#c"),
    "9": ("a#b", "#.#", "d##", "..#", "##c"),
    "&": ("a#b..", "d#c..", "a##.#", "#.n#m", "d##n#"),
    "?": ("##b", "..#", ".#c", "...", ".#."),
    "!": ("#", "#", "#", ".", "#"),
    ":": (".", "#", ".", "#", "."),
    ".": (".", ".", ".", ".", "#"),
    "-": ("..", "..", "##", "..", ".."),
    "’": ("#", "m", ".", ".", "."),
    "+": ("...", ".#.", "###", ".#.", "..."),
    " ": ("..", "..", "..", "..", ".."),
}


def width_of(text: str) -> float:
    """The width of a line in cells, the gaps between letters included."""
    letters = [GLYPHS[letter] for letter in text.upper()]
    return sum(len(glyph[0]) for glyph in letters) + GAP * (len(letters) - 1)


def draw_line(
    draw: ImageDraw.ImageDraw,
    text: str,
    box: tuple[float, float, float, float],
    colour: str,
) -> None:
    """Set one line so that it fills the box exactly."""
    left, top, right, bottom = box
    cell_width = (right - left) / width_of(text)
    cell_height = (bottom - top) / ROWS
    x = left
    for letter in text.upper():
        glyph = GLYPHS[letter]
        for row, cells in enumerate(glyph):
            for column, cell in enumerate(cells):
                if cell != ".":
                    _draw_cell(
                        draw,
                        cell,
                        x + column * cell_width,
                        top + row * cell_height,
                        cell_width,
                        cell_height,
                        colour,
                    )
        x += (len(glyph[0]) + GAP) * cell_width


def _draw_cell(
    draw: ImageDraw.ImageDraw,
    cell: str,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
) -> None:
    # Half a pixel of overlap, or neighbouring cells show a hairline between them.
    right, bottom = x + width + 0.6, y + height + 0.6
    if cell == "#":
        draw.rectangle((x, y, right, bottom), fill=colour)
    elif cell in "abcd":
        left = x if cell in "ad" else x - width
        top = y if cell in "ab" else y - height
        start = {"a": 180, "b": 270, "c": 0, "d": 90}[cell]
        ellipse = (left, top, left + 2 * width + 0.6, top + 2 * height + 0.6)
        draw.pieslice(ellipse, start, start + 90, fill=colour)
    else:
        corners = {
            "k": ((x, y), (right, bottom), (x, bottom)),
            "l": ((right, y), (right, bottom), (x, bottom)),
            "m": ((x, y), (right, y), (x, bottom)),
            "n": ((x, y), (right, y), (right, bottom)),
        }[cell]
        draw.polygon(corners, fill=colour)


SMALL_WORDS = {"THE", "&"}


def break_lines(title: str, longest: int = 11) -> list[str]:
    """A title as lines for a poster: short words join, long words stand alone."""
    lines: list[str] = []
    for word in title.upper().split():
        together = f"{lines[-1]} {word}" if lines else word
        if lines and len(together) <= longest and lines[-1] not in SMALL_WORDS:
            lines[-1] = together
        else:
            lines.append(word)
    return lines
