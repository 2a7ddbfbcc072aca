"""Which emblem, tones and layout belong to which show or subject."""

from typing import Literal, NamedTuple

from . import motifs, scenes
from .canvas import Palette

Layout = Literal["foot", "head"]


class Art(NamedTuple):
    motif: motifs.Motif
    palette: Palette
    layout: Layout = "foot"


SHOWS = {
    "all-of-us-are-dead": Art(
        motifs.school_windows, Palette("#171f1d", "#33433e", "#8fa39a", "#e4472f")
    ),
    "squid-game": Art(
        motifs.endless_stairs,
        Palette("#f4cfc8", "#0f5e56", "#d9416c", "#fbf3e6"),
        "head",
    ),
    "hellbound": Art(
        motifs.three_judges, Palette("#8d1f16", "#160d0c", "#f2c14e", "#e2572b")
    ),
    "falling-into-your-smile": Art(
        motifs.smiling_keys, Palette("#26346b", "#5b74d6", "#1a2450", "#ffd166")
    ),
    "peaky-blinders": Art(
        motifs.razor_cap, Palette("#cfc3ae", "#23272b", "#b3a68f", "#f7f1e3"), "head"
    ),
    "peaky-blinders-sequel": Art(
        motifs.razor_cap, Palette("#8fa08a", "#1d2b26", "#a9b69c", "#e9e2cc")
    ),
    "the-immortal-man": Art(
        motifs.searchlights, Palette("#12181f", "#3c4a56", "#e9dcc0", "#a63d2a")
    ),
    "sweet-magnolias": Art(
        motifs.magnolia, Palette("#2c4a3b", "#f0b9bb", "#fdf4ec", "#a9c48f")
    ),
    "little-fires-everywhere": Art(
        motifs.burning_houses, Palette("#f3e3c9", "#3d6d83", "#f0a02e", "#c8372d")
    ),
    "why-her": Art(
        motifs.question_of_law, Palette("#5d1a33", "#7d2745", "#f3ddcf", "#e9a23b")
    ),
    "the-traitors-us": Art(
        motifs.hooded_lantern, Palette("#0f1f1c", "#2d5146", "#f0d38a", "#b3362d")
    ),
    "the-traitors-uk": Art(
        motifs.split_masks, Palette("#1b1430", "#3b2b63", "#e8dfd0", "#c4453c"), "head"
    ),
    "fire-force": Art(
        motifs.running_fire, Palette("#10233f", "#1c3d66", "#fff1c4", "#f26a2e")
    ),
    "365-days": Art(
        motifs.days_counted, Palette("#1d1014", "#54303a", "#c9929a", "#d8b26a")
    ),
    "365-days-this-day": Art(
        motifs.sun_on_water, Palette("#f2d2b5", "#1d4f63", "#fff7e8", "#d9542f")
    ),
    "the-next-365-days": Art(
        motifs.moon_phases, Palette("#1b2340", "#3c4877", "#d9d4e7", "#f0c27b"), "head"
    ),
    "ginny-and-georgia": Art(
        motifs.peach, Palette("#fbe6d4", "#e8825d", "#5f7f5a", "#f4ac8b")
    ),
    "iron-man": Art(
        motifs.heart_of_iron, Palette("#8f1d1d", "#5e1013", "#f2c45c", "#bfe9f2")
    ),
    "avengers-doomsday": Art(
        motifs.mask_of_plates, Palette("#101a16", "#25453a", "#b9c3b6", "#3f7d5c")
    ),
    "avengers-secret-wars": Art(
        motifs.broken_planet,
        Palette("#12142b", "#2f3f7a", "#d8c38a", "#e0603f"),
        "head",
    ),
    "train-to-busan": Art(
        motifs.night_train, Palette("#1f2a30", "#0f1518", "#b8c4c2", "#efb73e"), "head"
    ),
    "kingdom": Art(
        motifs.palace_roof, Palette("#3b3d4b", "#17181f", "#6d6a72", "#e9d9b5"), "head"
    ),
    "sweet-home": Art(
        motifs.many_eyed_house, Palette("#c9b8a3", "#3a2f3d", "#f6eee0", "#b8322c")
    ),
    "house-of-hummingbird": Art(
        motifs.fan_of_wings, Palette("#eef1ec", "#4f9a9a", "#9cc7c0", "#dc4f47")
    ),
    "daily-dose-of-sunshine": Art(
        motifs.capsule_dawn, Palette("#f9d9a8", "#4f7fa0", "#fff4dd", "#f08a3c")
    ),
    "weak-hero": Art(
        motifs.crossed_pencils, Palette("#2b3139", "#5b7f95", "#eceadf", "#e2b33c")
    ),
    "parasyte-the-grey": Art(
        motifs.opened_face, Palette("#b9bfbf", "#4a5256", "#eef0ec", "#a33b4b")
    ),
    "the-trunk": Art(
        motifs.floating_trunk, Palette("#22414a", "#2f5761", "#e2d6bf", "#a65b32")
    ),
    "kpop-demon-hunters": Art(
        motifs.stage_blades, Palette("#27104b", "#4b2383", "#ffe3a3", "#ff5fa2")
    ),
    "kpop-demon-hunters-2": Art(
        motifs.stage_blades, Palette("#3d0f2a", "#6a1c3f", "#ff9d7a", "#e6ecf5")
    ),
    "stranger-things": Art(
        motifs.upside_down_tree, Palette("#15182b", "#3a0f1c", "#8c9bb8", "#e8432e")
    ),
    "house-of-guinness": Art(
        motifs.settling_pint, Palette("#6d4a2d", "#1a1310", "#f4e6c7", "#c98f3c")
    ),
    "adolescence": Art(
        motifs.one_line, Palette("#33475b", "#263646", "#f3efe4", "#5f83a3"), "head"
    ),
    "big-little-lies": Art(
        motifs.bridge_and_waves, Palette("#bcd3d6", "#2d6073", "#f6efe2", "#e8896b")
    ),
    "black-clover": Art(
        motifs.five_leaves, Palette("#17211b", "#24402f", "#8fb573", "#d1483f"), "head"
    ),
    "the-batman-part-ii": Art(
        motifs.searchlights, Palette("#171320", "#3a2f45", "#f1c84b", "#0c0a12"), "head"
    ),
    "the-last-of-us": Art(
        motifs.upside_down_tree, Palette("#dfe0cb", "#6f7f4f", "#39452f", "#c4622d")
    ),
    "tantara": Art(
        motifs.headphones, Palette("#7a1f2b", "#a8392f", "#f5dfae", "#f2a03d"), "head"
    ),
}

SUBJECTS = {
    "subtitles": Art(
        motifs.subtitles, Palette("#22303a", "#3f5c68", "#f4efe2", "#e0603f")
    ),
    "headphones": Art(
        motifs.headphones, Palette("#3b1d4f", "#57307a", "#f6e7c9", "#ff8552")
    ),
    "calendar": Art(
        motifs.calendar_leaf, Palette("#d6e0da", "#2f5d57", "#fbf8f0", "#e2543d")
    ),
    "armchair": Art(
        motifs.reading_chair, Palette("#2a2438", "#4a3f63", "#e9d8c0", "#f0b44c")
    ),
    "marbles": Art(
        motifs.marble_circle, Palette("#8a5a35", "#2c6e63", "#f3e4c6", "#d9416c")
    ),
    "campfire": Art(
        motifs.rooftop_fire, Palette("#121c24", "#24343f", "#6f8390", "#ef7d32")
    ),
    "tickets": Art(
        motifs.ticket_stack, Palette("#1f3a4d", "#7fa3ab", "#f4ecd8", "#d9593d")
    ),
    "dominoes": Art(
        motifs.dominoes, Palette("#e6ddcc", "#3b4a5a", "#8b99a4", "#cf4a36")
    ),
    "rain": Art(
        scenes.rainy_court, Palette("#2b4a4a", "#22393b", "#f1e4c8", "#d9416c")
    ),
    "slate": Art(scenes.slate, Palette("#9fb0a6", "#171f1d", "#f2efe4", "#e4472f")),
    "table": Art(
        scenes.table_read, Palette("#c6d0c4", "#33433e", "#f7f3e6", "#c8402b")
    ),
    "gate": Art(
        scenes.locked_gate, Palette("#dfe0cf", "#1d2926", "#9aaba1", "#e4472f")
    ),
    "names": Art(
        scenes.name_cards, Palette("#e7d6b4", "#2f5568", "#fbf5e6", "#d9593d")
    ),
    "courtyard": Art(
        scenes.sheet_cinema, Palette("#1a2342", "#34436f", "#f7e9c6", "#ef8f3c")
    ),
    "encore": Art(scenes.encore, Palette("#2c0d2b", "#64204f", "#ffdfb0", "#ff6f91")),
}
