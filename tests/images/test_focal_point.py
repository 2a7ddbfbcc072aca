"""The focus picker of the admin, in a real browser."""

from io import BytesIO

import pytest
from PIL import Image as Pillow

from images.models import Image
from tests.factories.authors import UserFactory
from tests.factories.images import ImageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser_page):
    user = UserFactory.build(admin=True, username="desk")
    user.set_password("desk")
    user.save()
    browser_page.goto("/admin/login/")
    browser_page.get_by_label("Username").fill("desk")
    browser_page.get_by_label("Password").fill("desk")
    browser_page.get_by_role("button", name="Log in").click()
    return browser_page


def test_a_click_on_the_picture_sets_the_focus_before_it_is_uploaded(desk):
    buffer = BytesIO()
    Pillow.new("RGB", (600, 400), (30, 60, 90)).save(buffer, "PNG")
    desk.goto("/admin/images/image/add/")

    desk.get_by_label("File").set_input_files(
        {"name": "still.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    )
    picture = desk.locator("[data-role=picture]")
    picture.wait_for()
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    desk.get_by_label("Alternative text").fill("A blue wall")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("was added successfully").wait_for()

    image = Image.objects.get()
    assert image.focal_x == pytest.approx(0.25, abs=0.01)
    assert image.focal_y == pytest.approx(0.75, abs=0.01)


def test_the_numbers_do_the_same_by_keyboard(desk):
    image = ImageFactory(width=600, height=400)
    desk.goto(f"/admin/images/image/{image.pk}/change/")

    desk.get_by_label("Focus from the left").fill("0.1")

    mark = desk.locator("[data-role=mark]")
    assert mark.evaluate("mark => mark.style.left") == "10%"
    crop = desk.locator("[data-ratio='1']")
    assert crop.evaluate("crop => crop.style.objectPosition") == "0% 50%"
