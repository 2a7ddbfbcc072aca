from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from images import ingest as ingesting
from images.ingest import check_quota, ingest
from images.models import Image
from tests.factories.authors import UserFactory
from tests.factories.images import ImageFactory, picture_bytes, picture_file

pytestmark = pytest.mark.django_db


def files_in(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


def test_a_picture_enters_with_everything_said_about_it(media_root):
    user = UserFactory()

    image = ingest(
        picture_file(size=(800, 600), colour=(32, 64, 96)),
        by=user,
        title="The doll",
        alt_text="A giant doll",
        credit="Courtesy of Netflix",
        focus=(0.2, 0.8),
    )

    image.refresh_from_db()
    assert (image.width, image.height) == (800, 600)
    assert image.uploaded_by == user
    assert image.colour == "#204060"
    assert image.alt_text == "A giant doll"
    assert (image.focal_x, image.focal_y) == (0.2, 0.8)
    assert (media_root / image.file.name).is_file()


@pytest.mark.parametrize(
    "name",
    [
        "evil.php",
        "picture.jpg.html",
        "x" * 300 + ".png",
        "../../etc/passwd",
        "\u202egnp.exe",
        "a\x00.png",
        "",
        "trailing. ",
    ],
)
def test_nothing_of_the_uploaders_name_is_kept(name):
    file = ContentFile(picture_bytes())
    file.name = name

    image = ingest(file, by=None)

    folder, stored = image.file.name.split("/")
    assert folder == "originals"
    assert stored.endswith(".png")
    assert len(stored) == 36


def test_the_extension_comes_from_the_content():
    image = ingest(picture_file("still.png", kind="WEBP"), by=None)

    assert image.file.name.endswith(".webp")


def test_the_same_file_is_stored_once(media_root):
    first = ingest(picture_file(), by=None, title="First")
    files = files_in(media_root)

    second = ingest(picture_file("other.png"), by=None, title="Second")

    assert second == first
    assert second.title == "First"
    assert Image.objects.count() == 1
    assert files_in(media_root) == files


def test_the_database_itself_refuses_a_file_twice():
    image = ImageFactory(without_files=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        ImageFactory(without_files=True, file_hash=image.file_hash)


def test_two_people_with_the_same_file_at_the_same_time_get_the_same_picture(
    media_root, monkeypatch
):
    answers = iter([None])
    find = ingesting.find
    first = ingest(picture_file(), by=None)
    files = files_in(media_root)
    # The second asks before the first is stored.
    monkeypatch.setattr(ingesting, "find", lambda c: next(answers, find(c)))

    second = ingest(picture_file(), by=None)

    assert second == first
    assert files_in(media_root) == files


def test_a_row_that_cannot_be_saved_leaves_no_file(media_root, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Image, "save", fail)

    with pytest.raises(RuntimeError):
        ingest(picture_file(), by=None)

    assert files_in(media_root) == set()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "broken"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_large"),
        (b"<svg/>", "not_a_picture"),
    ],
)
def test_a_refused_file_leaves_nothing(media_root, content, code):
    with pytest.raises(ValidationError) as caught:
        ingest(ContentFile(content, name="picture.jpg"), by=None)

    assert caught.value.code == code
    assert Image.objects.count() == 0
    assert files_in(media_root) == set()


@pytest.mark.parametrize(
    "texts",
    [
        {"title": "x" * 201},
        {"credit_url": "javascript:alert(1)"},
        {"credit_url": "ftp://example.com/"},
        {"focus": (1.5, 0.5)},
    ],
)
def test_texts_are_checked_before_anything_is_stored(media_root, texts):
    with pytest.raises(ValidationError):
        ingest(picture_file(), by=None, **texts)

    assert files_in(media_root) == set()


def test_five_hundred_pictures_a_day_are_enough_for_anybody(time_machine):
    user, colleague = UserFactory(), UserFactory()
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    ImageFactory.create_batch(500, without_files=True, uploaded_by=user)

    check_quota(colleague)
    with pytest.raises(ValidationError, match="500 pictures"):
        check_quota(user)
    time_machine.move_to("2026-11-21T12:00:01Z", tick=False)
    check_quota(user)


def test_a_decorative_picture_has_no_alternative_text():
    with pytest.raises(IntegrityError), transaction.atomic():
        ImageFactory(without_files=True, is_decorative=True, alt_text="A doll")


def test_the_focus_is_inside_the_picture():
    with pytest.raises(IntegrityError), transaction.atomic():
        ImageFactory(without_files=True, focal_x=1.01)


def test_a_picture_has_a_size():
    with pytest.raises(IntegrityError), transaction.atomic():
        ImageFactory(without_files=True, width=0)
