import pytest
from playwright.sync_api import Page, expect

from images.models import Image
from tests.browser.looking import enter, findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(browser_page):
    """The editor, logged in."""
    user = make_editor()
    enter(browser_page.context, user)
    return user


def problems(page: Page) -> list[object]:
    """Serious findings in either scheme, and anything wider than a phone."""
    found: list[object] = [*findings(page)]
    if is_too_wide(page, 390):
        found.append("wider than a phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_a_picture_is_withdrawn_from_its_form_and_leaves_the_home_page(
    browser_page, editor
):
    page, image = browser_page, ImageFactory(title="A red room", width=1200)
    ArticleFactory(headline="Severance is back", lead_image=image, published=True)
    ShowFactory(title="Severance", poster=image)
    page.goto("/")
    expect(page.locator("main img")).to_have_count(1)

    page.goto(f"/admin/images/image/{image.pk}/change/")
    page.get_by_role("link", name="Withdraw this picture").click()
    expect(page.get_by_role("link", name="Severance is back")).to_be_visible()
    assert problems(page) == []

    page.get_by_label("Why it is withdrawn").fill("They asked us to.")
    page.get_by_role("button", name="Withdraw this picture").click()
    expect(page.get_by_text("from 1 story and 1 show at once")).to_be_visible()
    assert not Image.objects.get().is_withdrawn
    assert problems(page) == []

    page.get_by_role("button", name="Withdraw for good").click()
    expect(page.get_by_role("heading", name="Withdrawn on")).to_be_visible()
    expect(page.get_by_text("Reason: They asked us to.")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    assert problems(page) == []

    page.goto("/")
    expect(page.get_by_text("Severance is back").first).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
