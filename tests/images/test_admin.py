from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from images.models import Image
from images.renditions import file_names
from tests.factories.authors import AuthorFactory, UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory, picture_file

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/images/image/", "/admin/images/image/add/"
CHOOSER = {"app_label": "authors", "model_name": "author", "field_name": "portrait"}


def change(image):
    return f"/admin/images/image/{image.pk}/change/"


def delete(image):
    return f"/admin/images/image/{image.pk}/delete/"


def fields(**changes):
    return {
        "title": "The doll",
        "alt_text": "A giant doll",
        "caption": "",
        "credit": "",
        "credit_url": "",
        "licence": "",
        "rights_end_on": "",
        "focal_x": "0.5",
        "focal_y": "0.5",
        **changes,
    }


def errors(response):
    return response.context["adminform"].form.errors


def files_in(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_the_plain_form_adds_a_picture(desk, editor):
    response = desk.post(ADD, fields(file=picture_file(), focal_x="0.2"))

    image = Image.objects.get()
    assert response.status_code == 302
    assert image.uploaded_by == editor
    assert image.focal_x == 0.2
    assert image.file.name.startswith("originals/")
    assert all(map(default_storage.exists, file_names(image)))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"file": picture_file(kind="BMP")}, "file", "not a picture we can use"),
        ({"file": ContentFile(b"", name="still.png")}, "file", "empty"),
        ({}, "file", "required"),
        ({"alt_text": ""}, "alt_text", "Say what the picture shows"),
        ({"is_decorative": "on"}, "is_decorative", "no alternative text"),
        ({"credit_url": "javascript:alert(1)"}, "credit_url", "valid URL"),
        ({"focal_x": "1.2"}, "focal_x", "less than or equal to 1"),
        ({"focal_x": "nan"}, "focal_x", "number"),
        ({"rights_end_on": "31 February"}, "rights_end_on", "valid date"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_stores_nothing(
    desk, media_root, changes, field, sentence
):
    response = desk.post(ADD, fields(**changes))

    assert response.status_code == 200
    assert sentence in str(errors(response)[field])
    assert files_in(media_root) == set()


def test_a_file_that_has_to_be_chosen_once_more_is_asked_for(desk):
    response = desk.post(ADD, fields(file=picture_file(), alt_text=""))

    assert "once more" in str(errors(response)["file"])


def test_a_name_may_be_as_long_as_it_likes(desk):
    desk.post(ADD, fields(file=picture_file("x" * 240 + ".png")))

    assert Image.objects.count() == 1


def test_a_file_that_the_library_has_is_pointed_to(desk, media_root):
    desk.post(ADD, fields(file=picture_file()))
    image, files = Image.objects.get(), files_in(media_root)

    response = desk.post(ADD, fields(file=picture_file(), title="Again"))

    assert "has this picture already" in str(errors(response)["file"])
    assert change(image) in response.text
    assert files_in(media_root) == files


def test_two_people_who_add_the_same_file_at_once_get_the_first_one(desk, monkeypatch):
    desk.post(ADD, fields(file=picture_file()))
    image = Image.objects.get()
    monkeypatch.setattr("images.ingest.find", lambda content: None)

    response = desk.post(ADD, fields(file=picture_file()), follow=True)

    assert response.redirect_chain == [(change(image), 302)]
    assert "has this picture already" in response.text
    assert Image.objects.count() == 1


def test_a_storage_that_does_not_answer_loses_no_words(desk, media_root, monkeypatch):
    def fail(self, name, content):
        raise OSError

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fail)

    response = desk.post(ADD, fields(file=picture_file(), caption="Typed with care"))

    assert response.status_code == 200
    assert "could not be stored" in str(errors(response)["file"])
    assert "Typed with care" in response.text
    assert Image.objects.count() == 0


def test_a_row_that_cannot_be_saved_leaves_no_file(desk, media_root, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Image, "save", fail)

    with pytest.raises(RuntimeError):
        desk.post(ADD, fields(file=picture_file()))

    assert files_in(media_root) == set()


def test_changing_words_leaves_the_files_alone(
    desk, media_root, django_capture_on_commit_callbacks
):
    image = ImageFactory()
    files = files_in(media_root)

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(change(image), fields(title="Renamed"))

    image.refresh_from_db()
    assert image.title == "Renamed"
    assert files_in(media_root) == files


def test_a_moved_focus_makes_the_crops_anew(
    desk, media_root, django_capture_on_commit_callbacks
):
    image = ImageFactory()
    key, original, count = (
        image.rendition_key,
        image.file.name,
        len(files_in(media_root)),
    )

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(change(image), fields(focal_y="0.9"))

    image.refresh_from_db()
    assert image.rendition_key != key
    assert image.file.name == original
    assert len(files_in(media_root)) == count
    assert all(map(default_storage.exists, file_names(image)))


def test_a_replaced_file_replaces_everything(
    desk, media_root, django_capture_on_commit_callbacks
):
    image = ImageFactory()
    before = files_in(media_root)

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(change(image), fields(file=picture_file(size=(90, 30), kind="WEBP")))

    image.refresh_from_db()
    assert (image.width, image.height) == (90, 30)
    assert image.file.name.endswith(".webp")
    assert all(map(default_storage.exists, file_names(image)))
    assert not files_in(media_root) & before


def test_a_replacement_that_cannot_be_stored_changes_nothing(
    desk, media_root, monkeypatch
):
    image = ImageFactory()
    before = files_in(media_root)

    def fail(self, name, content):
        raise OSError

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fail)
    desk.post(change(image), fields(file=picture_file(size=(90, 30))))

    image.refresh_from_db()
    assert image.width == 64
    assert files_in(media_root) == before


def test_the_same_file_once_more_is_no_replacement(
    desk, django_capture_on_commit_callbacks
):
    desk.post(ADD, fields(file=picture_file()))
    image = Image.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(change(image), fields(file=picture_file(), title="Same"))

    image.refresh_from_db()
    assert response.status_code == 302
    assert image.title == "Same"
    assert all(map(default_storage.exists, file_names(image)))


def test_the_list_shows_what_is_missing_or_running_out(desk, time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    for title, end in {
        "Over": date(2026, 11, 19),
        "Soon": date(2026, 12, 4),
        "Later": date(2026, 12, 5),
    }.items():
        ImageFactory(without_files=True, title=title, rights_end_on=end)
    ImageFactory(without_files=True, title="Silent", alt_text="")
    ImageFactory(without_files=True, title="Silent on purpose", decorative=True)

    def listed(query):
        found = desk.get(LIST + query).context["cl"].queryset
        return {image.title for image in found}

    assert listed("?rights=ending") == {"Soon"}
    assert listed("?rights=ended") == {"Over"}
    assert listed("?alt=missing") == {"Silent"}
    assert listed("?alt=decorative") == {"Silent on purpose"}
    page = desk.get(LIST).text
    assert "Ended on 19 November 2026" in page
    assert "End soon: 4 December 2026" in page
    assert "Until 5 December 2026" in page


def test_the_list_is_searched_by_the_start_of_words(desk):
    image = ImageFactory(without_files=True, title="Squid Game")
    ImageFactory(without_files=True, title="Andor")

    assert list(desk.get(LIST, {"q": "gam"}).context["cl"].queryset) == [image]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(desk, django_assert_num_queries, count):
    ImageFactory.create_batch(count, without_files=True, uploaded_by=UserFactory())

    # Session, user, two for permissions; licences for the filter, count, pictures.
    with django_assert_num_queries(7):
        desk.get(LIST)


@pytest.mark.parametrize("count", [1, 30])
def test_a_chooser_asks_for_the_pictures_and_counts_nothing(
    desk, django_assert_num_queries, count
):
    ImageFactory.create_batch(count, without_files=True)

    # Session, user, two for permissions; word starts, pictures.
    with django_assert_num_queries(6) as queries:
        answer = desk.get("/admin/autocomplete/", {**CHOOSER, "term": "stil"}).json()

    assert len(answer["results"]) == min(count, 20)
    assert answer["pagination"]["more"] is (count > 20)
    assert not any("COUNT(" in query["sql"] for query in queries)


def test_the_page_of_a_picture_says_where_it_is_used(desk):
    image = ImageFactory(without_files=True)
    author = AuthorFactory(name="Ada Quill", portrait=image)

    page = desk.get(change(image)).text

    assert "Author: Ada Quill" in page
    assert f"/admin/authors/author/{author.pk}/change/" in page


@pytest.mark.parametrize("address", [LIST, ADD])
def test_no_page_brings_inline_style_or_script(desk, address):
    ImageFactory(without_files=True)

    page = desk.get(address).text

    assert " style=" not in page
    assert "<script>" not in page


def test_a_picture_in_use_is_not_deleted_and_the_places_are_named(desk):
    image = ImageFactory()
    AuthorFactory(name="Ada Quill", portrait=image)

    asked = desk.get(delete(image)).text
    answered = desk.post(delete(image), {"post": "yes"}).text

    for page in asked, answered:
        assert "cannot be deleted while it is used" in page
        assert "Ada Quill" in page
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_picture_taken_into_use_meanwhile_is_not_deleted(desk, monkeypatch):
    image = ImageFactory()
    AuthorFactory(portrait=image)
    monkeypatch.setattr("images.admin.usages", lambda image, user: [])
    monkeypatch.setattr("images.admin.hidden_uses", lambda image: [])

    response = desk.post(delete(image), {"post": "yes"}, follow=True)

    assert response.redirect_chain == [(change(image), 302)]
    assert "in use by now" in response.text
    with pytest.raises(models.ProtectedError):
        image.delete()


def test_several_pictures_are_deleted_only_if_none_is_used(
    desk, media_root, django_capture_on_commit_callbacks
):
    used, unused = ImageFactory.create_batch(2)
    author = AuthorFactory(name="Ada Quill", portrait=used)
    action = {
        "action": "delete_selected",
        "_selected_action": [used.pk, unused.pk],
        "post": "yes",
    }

    refused = desk.post(LIST, action)
    assert "Ada Quill" in refused.text
    assert Image.objects.count() == 2

    author.delete()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(LIST, action)
    assert Image.objects.count() == 0
    assert files_in(media_root) == set()


def test_writers_add_and_describe_but_do_not_delete(client):
    client.force_login(make_writer())
    image = ImageFactory()

    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 200
    assert client.get(change(image)).status_code == 200
    assert client.get(delete(image)).status_code == 403


def test_who_may_only_look_sees_the_picture(client):
    user = UserFactory(staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_image"))
    client.force_login(user)
    image = ImageFactory(alt_text="A doll")

    response = client.get(change(image))

    assert response.status_code == 200
    assert "A doll" in response.text
