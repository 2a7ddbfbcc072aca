import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from newsroom.checks import check_editor

ROOT = Path(__file__).resolve().parents[2]
APPS = ["articles", "authors", "images", "newsroom", "shows"]

# Who may ask the clock. Everybody else is given a moment, so that one page never
# mixes two instants and the site can be seen as it will be on Friday.
MAY_ASK_THE_CLOCK = {
    "articles/search/entering.py": "leaves out what can never be live again",
    "articles/permissions.py": "what somebody may do, they may do now",
    "articles/publishing/": "steps of the workflow: they happen now",
    "articles/layouts/going_live.py": "steps of a layout: they happen now",
    "articles/layouts/steps.py": "drafts of layouts: they are saved now",
    "articles/news/claiming.py": "keeps the claims of what is or will be live",
    "articles/curation/saving.py": "saves what an editor picks: that happens now",
    "articles/news/doubting.py": "judges claims as news is recorded, from then on",
    "articles/management/commands/": "commands of the desk: asked for now",
    "articles/news/embargoed.py": "moves what waits for an embargo: that happens now",
    "articles/news/desk.py": "says what happened, and what it would change now",
    "shows/embargoes.py": "steps of an embargo: they happen now",
    "articles/reading/sharing.py": "makes links for outsiders, and takes them back",
    "articles/body/widgets.py": "writes the fallbacks of embeds as a body comes in",
    "articles/desk/mailing.py": "sends mail: it leaves now",
    "articles/desk/notes.py": "dates what the desk writes down",
    "articles/desk/notices.py": "dates what people are told",
    "authors/merging.py": "merges authors, and notes when an address was left: now",
    "images/moving.py": "notes when an address was left: now",
    "images/ingest.py": "counts the uploads of the last day",
    "images/sweeping.py": "spares the files of the last day",
    "images/withdrawal.py": "withdraws pictures: it happens now",
    "newsroom/demo/": "dates the demo by the day it is loaded",
    "newsroom/management/commands/tick.py": "does what is due now",
    "newsroom/middleware.py": "sets request.moment",
    "shows/catalogue/writer.py": "stamps what an import makes",
    "shows/merging.py": "merges: that happens now",
    "shows/parting.py": "parts what was merged: that happens now",
    "shows/similar.py": "remembers what is true now, and of no other moment",
    "shows/facts/": "records announcements: when, and by whom",
}
CLOCKS = {"now", "utcnow", "today", "Now"}
# With an argument these only convert.
CLOCKS_WITHOUT_ARGUMENT = {"localdate", "localtime"}


def clock_calls(source: str) -> Iterator[int]:
    """The lines that read the clock."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            name = node.func.attr
        elif isinstance(node.func, ast.Name):
            name = node.func.id
        else:
            continue
        is_bare = not node.args and not node.keywords
        if name in CLOCKS or (name in CLOCKS_WITHOUT_ARGUMENT and is_bare):
            yield node.lineno


def modules() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_no_read_path_asks_the_clock():
    guilty = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        if not str(path.relative_to(ROOT)).startswith(tuple(MAY_ASK_THE_CLOCK))
        for line in clock_calls(path.read_text())
    ]

    assert guilty == [], "take request.moment, or `at`, instead"


def test_whoever_may_ask_the_clock_does():
    silent = [
        name
        for name in MAY_ASK_THE_CLOCK
        if not any(
            list(clock_calls(path.read_text()))
            for path in modules()
            if str(path.relative_to(ROOT)).startswith(name)
        )
    ]

    assert silent == []


def test_no_template_asks_the_clock():
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "{% now " in path.read_text()
    ]

    assert guilty == []


@pytest.mark.parametrize(
    "source",
    [
        "timezone.now()",
        "datetime.now(tz=UTC)",
        "dt.date.today()",
        "timezone.localdate()",
        "now()",
        "filter(live_from__lte=Now())",
        "timezone.localtime()",
    ],
)
def test_every_way_to_ask_the_clock_is_seen(source):
    assert list(clock_calls(source)) == [1]


def test_passing_a_moment_on_is_no_clock():
    assert not list(
        clock_calls("localtime(moment); localdate(moment); f(default=timezone.now)")
    )


@pytest.mark.django_db
def test_the_system_check_finds_nothing():
    call_command("check", fail_level="WARNING", stdout=StringIO())


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


SAFE = {"versionCheck": False}


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (SAFE | {"allowedContent": True}, "newsroom.E002"),
        (SAFE | {"fullPage": True}, "newsroom.E003"),
        ({}, "newsroom.E004"),
        ({"versionCheck": True}, "newsroom.E004"),
    ],
)
def test_an_unsafe_editor_stops_the_start(settings, config, code):
    settings.CKEDITOR_CONFIGS = {"default": config}

    assert [error.id for error in check_editor()] == [code]


def test_a_safe_editor_passes(settings):
    settings.CKEDITOR_CONFIGS = {"default": SAFE}

    assert check_editor() == []


def test_the_editors_own_upload_view_is_refused(settings):
    settings.CKEDITOR_UPLOAD_PATH = "uploads/"
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "ckeditor_uploader"]

    assert [error.id for error in check_editor()] == ["newsroom.E001"]


def test_help_for_editors_holds_no_markup():
    """The admin prints it unescaped: a tag in it would swallow the rest of the form."""
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    told = [field for model in models for field in model._meta.fields]

    assert [str(field) for field in told if "<" in str(field.help_text)] == []
