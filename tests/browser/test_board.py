"""The first screen, the list of stories and the calendar: accessible and by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests.browser.looking import enter, findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "first screen": "/admin/",
    "list": "/admin/articles/article/",
    "calendar": "/admin/articles/article/calendar/",
}


@pytest.fixture
def desk(browser_page):
    """An editor at a desk with a little of everything."""
    editor = make_editor()
    now = timezone.now()
    for state in ("in_review", "scheduled", "reworked", "published"):
        ArticleFactory(headline=f"One {state}", shows=[ShowFactory()], **{state: True})
    late = ArticleFactory(headline="One late")
    plan = {
        "assignee": (None, editor),
        "due_at": (None, now - timedelta(hours=3)),
        "planned_for": (None, timezone.localdate()),
    }
    publishing.plan(late, plan, by=make_editor("planner"))
    publishing.hold(ArticleFactory(headline="One held"), by=editor, reason="A letter")
    enter(browser_page.context, editor)
    return browser_page


def test_the_screens_of_the_desk_are_accessible_and_fit_their_width(desk):
    for name, url in PAGES.items():
        desk.goto(url)
        for fold in desk.locator("summary").all()[:20]:
            if fold.is_visible() and fold.evaluate("s => !s.parentElement.open"):
                fold.click()
        assert findings(desk) == [], name
        desk.reload()
        for width in (390, 768, 1440):
            assert not is_too_wide(desk, width), name


def test_the_next_thing_to_do_is_reached_by_keyboard(desk):
    desk.goto("/admin/")
    for _ in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent").startswith("Review"):
            break
    assert desk.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle"
    ) not in ("none", "")

    desk.keyboard.press("Enter")

    desk.wait_for_url("**/change/")


def another_day_of_this_month():
    today = timezone.localdate()
    return today.replace(day=1 if today.day != 1 else 2)


def test_a_plan_is_moved_by_keyboard(desk):
    target = another_day_of_this_month()
    desk.goto("/admin/articles/article/calendar/")

    entry = desk.locator(".calendar-mark--planned", has_text="One late")
    entry.locator("summary").focus()
    desk.keyboard.press("Enter")
    entry.locator("[type=date]").fill(target.isoformat())
    entry.locator("[type=date]").press("Enter")
    desk.wait_for_selector(".messagelist")

    assert Article.objects.get(headline="One late").planned_for == target


def test_a_plan_is_dragged_to_another_day(desk):
    target = another_day_of_this_month()
    desk.goto("/admin/articles/article/calendar/")

    entry = desk.locator("[data-move]", has_text="One late")
    entry.drag_to(desk.locator(f'[data-day="{target.isoformat()}"]'))
    desk.wait_for_selector(".messagelist")

    assert Article.objects.get(headline="One late").planned_for == target
