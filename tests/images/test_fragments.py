from decimal import Decimal
from typing import NamedTuple

import pytest
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

from images.fragments import fragment, plain


class Greeting(NamedTuple):
    name: object
    is_loud: object = False


@pytest.fixture
def renderings(monkeypatch):
    """How often the template was asked to render, with what."""
    asked = []
    template = engines["django"].from_string(
        "Hello {{ name }}{% if is_loud %}!{% endif %}"
    )

    def render(name, context):
        asked.append(name)
        return template.render(context)

    monkeypatch.setattr("images.fragments.render_to_string", render)
    return asked


def test_the_same_values_are_rendered_once(renderings):
    for _ in range(3):
        assert fragment("once.html", Greeting("Ada")) == "Hello Ada"

    assert len(renderings) == 1


def test_every_value_counts(renderings):
    for name in ("Ada", "Bo", None, 3):
        assert fragment("each.html", Greeting(name)) == f"Hello {name}"
        assert fragment("each.html", Greeting(name, True)) == f"Hello {name}!"

    assert len(renderings) == 8


def test_text_is_escaped_even_where_an_equal_one_was_called_safe(renderings):
    with pytest.raises(TypeError):
        fragment("safe.html", Greeting(mark_safe("<b>")))

    assert fragment("safe.html", Greeting("<b>")) == "Hello &lt;b&gt;"
    assert fragment("safe.html", Greeting(mark_safe("<b>"))) == "Hello &lt;b&gt;"


@pytest.mark.parametrize("value", [Decimal("4.50"), 1.0, object(), ("a", [1])])
def test_what_may_print_differently_though_equal_is_refused(renderings, value):
    with pytest.raises(TypeError):
        fragment("refused.html", Greeting(value))


def test_nothing_is_remembered_while_templates_are_edited(renderings, settings):
    settings.DEBUG = True

    fragment("edited.html", Greeting("Ada"))
    fragment("edited.html", Greeting("Ada"))

    assert len(renderings) == 2


def test_plain_text_is_escaped_again():
    assert type(plain(mark_safe("a"))) is str
    assert type(plain("a")) is str
    assert type(fragment("newsroom/_when.html", When("now", "", ""))) is SafeString


class When(NamedTuple):
    words: str
    iso: str
    whole: str
