import re
from pathlib import Path

import pytest
from django.conf import settings

from images.tones import TONES, tone_of


def test_the_stylesheet_has_every_tone_in_its_colour():
    css = Path(settings.BASE_DIR, "static/css/pictures.css").read_text()

    found = dict(re.findall(r"\.tone-([a-z]+) { --tone: (#[0-9a-f]{6}); }", css))

    assert found == TONES


@pytest.mark.parametrize(
    ("colour", "tone"),
    [
        ("#000000", "black"),
        ("#ffffff", "paper"),
        ("#1e2e50", "navy"),
        ("#ff0000", "brick"),
    ],
)
def test_a_colour_is_rounded_to_the_tone_next_to_it(colour, tone):
    assert tone_of(colour) == tone
