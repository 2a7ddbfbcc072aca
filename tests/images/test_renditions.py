from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from hypothesis import given, strategies as st
from PIL import Image as Pillow

from images import ingest as ingesting
from images.ingest import ingest
from images.models import Image
from images.renditions import (
    SHAPES,
    enclosed_name,
    file_names,
    focal_box,
    make_renditions,
    plan,
    rendition_names,
)
from tests.factories.images import ImageFactory, picture_file

RED, BLUE = (200, 20, 20), (20, 20, 200)


class FailingStorage(FileSystemStorage):
    """Takes some files and then no more, like a full disk or a lost network."""

    left = 0

    def _save(self, name, content):
        if self.left <= 0:
            raise OSError(28, "No space left on device")
        self.left -= 1
        return super()._save(name, content)


@pytest.fixture
def failing_storage(media_root, monkeypatch):
    storage = FailingStorage(location=media_root)
    monkeypatch.setattr(Image._meta.get_field("file"), "storage", storage)
    return storage


def files_in(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


def stored(name):
    with default_storage.open(name) as file:
        return Pillow.open(BytesIO(file.read()))


def near(colour, other):
    return all(abs(one - two) < 16 for one, two in zip(colour, other, strict=True))


def halves(size=(800, 400)):
    """Red on the left, blue on the right."""
    picture = Pillow.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="halves.png")


def test_a_large_picture_comes_in_every_size():
    sizes = plan((2400, 1600))

    assert sizes == {
        "lead": [[480, 270], [800, 450], [1280, 720], [1920, 1080]],
        "card": [[320, 213], [480, 320], [720, 480]],
        "poster": [[160, 240], [320, 480], [480, 720]],
        "portrait": [[96, 96], [192, 192], [384, 384]],
        "natural": [[480, 320], [800, 533], [1280, 853], [1600, 1067]],
        "social": [[1200, 630]],
        "landscape": [[1200, 900]],
        "square": [[1200, 1200]],
    }


def test_a_small_picture_is_never_scaled_up():
    sizes = plan((700, 394))

    assert sizes["lead"] == [[480, 270], [700, 394]]
    assert sizes["natural"] == [[480, 270], [700, 394]]
    assert sizes["social"] == [[700, 368]]
    assert plan((1, 1))["lead"] == [[1, 1]]


def test_a_width_that_would_be_nearly_the_same_is_left_out():
    assert plan((500, 500))["natural"] == [[500, 500]]


@given(
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from([shape.ratio for shape in SHAPES.values() if shape.ratio]),
)
def test_the_crop_is_inside_the_picture_and_as_near_the_focus_as_it_goes(
    width, height, x, y, ratio
):
    left, top, right, bottom = focal_box((width, height), ratio, (x, y))

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert (right - left) / (bottom - top) == pytest.approx(float(Fraction(*ratio)))
    assert left - 1e-6 <= x * width <= right + 1e-6
    assert top - 1e-6 <= y * height <= bottom + 1e-6


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_no_size_is_larger_than_what_there_is(width, height):
    for shape in plan((width, height)).values():
        assert shape == sorted(shape)
        for made_width, made_height in shape:
            assert 1 <= made_width <= width
            assert 1 <= made_height <= height


@pytest.mark.django_db
def test_what_the_row_says_is_what_the_storage_has(media_root):
    image = ingest(halves(), by=None)

    assert {str(path.relative_to(media_root)) for path in files_in(media_root)} == set(
        file_names(image)
    )
    for shape, sizes in image.rendition_sizes.items():
        for width, height in sizes:
            for extension, kind in (("jpg", "JPEG"), ("webp", "WEBP")):
                name = f"renditions/{image.rendition_key}/{shape}-{width}.{extension}"
                picture = stored(name)
                assert (picture.size, picture.format) == ((width, height), kind)
                assert "icc_profile" not in picture.info
                assert not picture.getexif()


@pytest.mark.django_db
def test_crops_follow_the_focus(django_capture_on_commit_callbacks):
    image = ingest(halves(), by=None, focus=(0.1, 0.5))
    square = f"renditions/{image.rendition_key}/portrait-96.jpg"
    assert near(stored(square).getpixel((70, 48)), RED)

    image.focal_x = 0.9
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image)

    moved = f"renditions/{image.rendition_key}/portrait-96.jpg"
    assert near(stored(moved).getpixel((30, 48)), BLUE)
    assert not default_storage.exists(square)


@pytest.mark.django_db
def test_old_files_stay_until_the_change_is_certain(
    media_root, django_capture_on_commit_callbacks
):
    image = ImageFactory()
    before = files_in(media_root)
    image.focal_x = 0.1

    with django_capture_on_commit_callbacks() as callbacks:
        make_renditions(image)

    assert before < files_in(media_root)
    for callback in callbacks:
        callback()
    assert len(files_in(media_root)) == len(before)


@pytest.mark.django_db
def test_a_focus_moved_away_and_back_has_its_files(django_capture_on_commit_callbacks):
    image = ImageFactory()

    with django_capture_on_commit_callbacks(execute=True):
        for focus in (0.1, 0.5, 0.1):
            image.focal_x = focus
            make_renditions(image)

    assert all(map(default_storage.exists, file_names(image)))


@pytest.mark.django_db
def test_deleted_pictures_take_their_files_along(
    media_root, django_capture_on_commit_callbacks
):
    ImageFactory.create_batch(2)

    with django_capture_on_commit_callbacks(execute=True):
        Image.objects.all().delete()

    assert files_in(media_root) == set()
    assert list((media_root / "renditions").iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("room", [0, 1, 2, 5, 11])
def test_a_storage_that_fails_midway_leaves_neither_row_nor_file(
    media_root, failing_storage, room
):
    failing_storage.left = room

    with pytest.raises(ValidationError, match="try again in a few minutes") as caught:
        ingest(picture_file(), by=None)

    assert caught.value.code == "storage"
    assert Image.objects.count() == 0
    assert files_in(media_root) == set()

    failing_storage.left = 100
    image = ingest(picture_file(), by=None)
    assert len(files_in(media_root)) == len(file_names(image))


@pytest.mark.django_db
def test_a_storage_that_fails_while_the_focus_moves_changes_nothing(
    media_root, failing_storage
):
    failing_storage.left = 100
    image = ingest(halves(), by=None)
    before = files_in(media_root)
    failing_storage.left = 3
    image.focal_x = 0.1

    with pytest.raises(ValidationError):
        make_renditions(image)

    image.refresh_from_db()
    assert image.focal_x == 0.5
    assert files_in(media_root) == before
    assert all(map(default_storage.exists, rendition_names(image)))


@pytest.mark.django_db
def test_an_original_that_is_gone_is_a_sentence(media_root):
    image = ImageFactory()
    (media_root / image.file.name).unlink()

    with pytest.raises(ValidationError, match="could not be read from the storage"):
        make_renditions(image)


@pytest.mark.django_db
def test_a_storage_that_cannot_delete_does_not_stop_anybody(
    monkeypatch, django_capture_on_commit_callbacks
):
    def fail(self, name):
        raise OSError

    image = ImageFactory()
    monkeypatch.setattr(FileSystemStorage, "delete", fail)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert Image.objects.count() == 0


@pytest.mark.django_db
def test_a_picture_of_usual_size_gets_every_rendition():
    noise = Pillow.effect_noise((2400, 1600), 40).convert("RGB")
    buffer = BytesIO()
    noise.save(buffer, "JPEG", quality=85)
    content = buffer.getvalue()
    assert len(content) < ingesting.MOST_BYTES

    image = ingest(ContentFile(content, name="large.jpg"), by=None)

    assert max(width for width, _ in image.rendition_sizes["lead"]) == 1920


@pytest.mark.django_db
def test_pictures_that_lack_a_shape_are_made_anew_once(
    django_capture_on_commit_callbacks,
):
    image = ImageFactory()
    whole = ImageFactory()
    key = whole.rendition_key
    del image.rendition_sizes["square"]
    image.save()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("remake_pictures", stdout=(said := StringIO()))

    image.refresh_from_db()
    whole.refresh_from_db()
    assert said.getvalue() == "1 pictures were made anew.\n"
    assert image.rendition_sizes["square"]
    assert whole.rendition_key == key


@pytest.mark.django_db
def test_the_length_of_what_feeds_enclose_is_written_down_and_found_out_later():
    image = ImageFactory()
    length = default_storage.size(enclosed_name(image))
    assert image.enclosure_length == length
    lost = ImageFactory(without_files=True)
    Image.objects.update(enclosure_length=None)

    with pytest.raises(CommandError, match="1 pictures"):
        call_command("remake_pictures", stdout=StringIO(), stderr=(said := StringIO()))

    image.refresh_from_db()
    assert image.enclosure_length == length
    assert str(lost) in said.getvalue()
