"""
What every test gets: a throw-away database, throw-away pictures, an empty cache.

`browser_page` is a page of a real Chromium at the running site.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import override_settings

from tests import databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker, Settings
    from pytest_django.live_server_helper import LiveServer

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How long a busy machine may take for what takes a moment, in milliseconds.
PATIENCE = 45_000
NO_CHROMIUM = "there is no Chromium on this machine"
# A property of a test that stands in the closing lines.
CLOSING_LINE = "closing line"
NO_HTML_CHECKER = "Java is missing, or vnu-jar, which npm brings"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """
    Give SQLite a file: in memory it has neither WAL nor a second connection, so
    neither the live server nor a test with threads would behave as in production.
    """
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)
        # Nothing in a test has to outlive a power loss.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Use the copy that `tests.databases` puts there."""
    return True


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    return False


@pytest.fixture(scope="session")
def _migrated_before(
    django_db_modify_db_settings: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[ExitStack]:
    with ExitStack() as making, django_db_blocker.unblock():
        making.enter_context(databases.copied_or_kept())
        yield making


@pytest.fixture(scope="session")
def django_db_setup(
    _migrated_before: ExitStack,
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
) -> Iterator[None]:
    with django_db_blocker.unblock():
        _migrated_before.close()
        put_back = databases.remembered()
        # A server looks these up once; no test has to be the first to do so.
        ContentType = apps.get_model("contenttypes", "ContentType")
        ContentType.objects.get_for_models(*apps.get_models())
    with pytest.MonkeyPatch.context() as patch:
        # Of tests without a transaction to roll back.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: put_back())
        yield


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> Iterator[None]:
    # The production hasher is slow on purpose: 0.2 s for each login of a test.
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield


@pytest.fixture(autouse=True)
def media_root(settings: "Settings", tmp_path: Path) -> Path:
    """Where this test's pictures are stored."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for the whole run."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright keeps an event loop running in this thread, which Django takes for
    # asynchronous code that must not touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=CHROMIUM_ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(
    browser: "Browser", live_server: "LiveServer", settings: "Settings"
) -> Iterator["Page"]:
    """
    A page of a fresh browser profile; addresses are relative to the live server.

    The test fails at its end if a script failed or the content security policy
    refused something on any page that was opened.
    """
    settings.SITE_URL = live_server.url
    problems: list[str] = []
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme="light",
        locale="en-US",
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: (
            problems.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert problems == []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """
    Begin each worker's share of the tests with its share of the slow ones. What is left
    at the end is then quick, and easily taken over by whoever is done.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.get_closest_marker("browser")]
    quick = [item for item in items if not item.get_closest_marker("browser")]
    begins = [len(quick) * worker // workers for worker in range(workers + 1)]
    items[:] = [
        item
        for worker in range(workers)
        for item in slow[worker::workers] + quick[begins[worker] : begins[worker + 1]]
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what ran on what, and what could not run, in the closing lines."""
    write = terminalreporter.write_line
    if note := os.environ.get("TEST_RUN_NOTE"):
        write(note)
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr) for report in skipped]
    if without_browser := sum(NO_CHROMIUM in reason for reason in reasons):
        write(f"{without_browser} browser tests did not run: {NO_CHROMIUM}.")
    if any(NO_HTML_CHECKER in reason for reason in reasons):
        write(f"No page went before the HTML checker: {NO_HTML_CHECKER}.")
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports(
        "failed"
    ):
        for name, line in report.user_properties:
            if name == CLOSING_LINE and report.when == "call":
                write(line)
