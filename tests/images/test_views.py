import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from images import ingest
from images.models import Image
from tests.factories.authors import UserFactory
from tests.factories.desk import make_writer
from tests.factories.images import ImageFactory, picture_bytes, picture_file

pytestmark = pytest.mark.django_db

UPLOAD, LOOKUP = "/admin/pictures/upload/", "/admin/pictures/lookup/"


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def send(client, file=None, **fields):
    file = file or picture_file(size=(900, 600))
    return client.post(UPLOAD, {"file": file, "alt": "A doll", **fields})


def test_the_addresses_are_those_that_the_editor_knows():
    assert reverse("images:upload") == UPLOAD
    assert reverse("images:lookup") == LOOKUP


def test_a_writer_adds_a_picture_on_the_spot(desk, writer):
    response = send(desk, title="The doll", credit="Courtesy of Netflix")

    image = Image.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": image.pk,
        "title": "The doll",
        "alt": "A doll",
        "url": f"/media/renditions/{image.rendition_key}/natural-800.jpg",
        "width": 900,
        "height": 600,
    }
    assert image.uploaded_by == writer
    assert image.credit == "Courtesy of Netflix"


def test_a_decorative_picture_needs_no_words(desk):
    response = send(desk, alt="", decorative="1")

    assert response.status_code == 201
    assert Image.objects.get().is_decorative


def test_a_picture_without_words_is_sent_back(desk):
    response = send(desk, alt="  ")

    assert response.status_code == 400
    assert "say what the picture shows" in response.json()["error"]
    assert Image.objects.count() == 0


def test_a_file_that_is_there_already_comes_back_as_it_is_described(desk):
    first = send(desk, title="First").json()

    response = send(desk, title="Second", alt="Something else")

    assert response.status_code == 200
    assert "already" in response.json()["message"]
    assert response.json()["id"] == first["id"]
    assert response.json()["title"] == "First"
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<script>alert(1)</script>", 415),
        (b"", 400),
        (picture_bytes(size=(400, 300), kind="PNG")[:120], 400),
        (b"x" * (ingest.MOST_BYTES + 1), 413),
        (picture_bytes(size=(8000, 5001), mode="1", colour=0), 413),
    ],
    ids=["html", "empty", "cut off", "too large", "too many pixels"],
)
def test_a_bad_file_gets_a_sentence_and_the_right_status(desk, content, status):
    file = picture_file("picture.jpg")
    file.file.seek(0)
    file.file.truncate()
    file.file.write(content)
    file.size = len(content)
    file.seek(0)

    response = send(desk, file)

    assert response.status_code == status
    assert response.json()["error"].endswith(".")
    assert Image.objects.count() == 0


def test_a_bad_text_gets_a_sentence(desk):
    response = send(desk, credit_url="javascript:alert(1)")

    assert response.status_code == 400
    assert "valid URL" in response.json()["error"]


def test_no_file_gets_a_sentence(desk):
    response = desk.post(UPLOAD, {"alt": "A doll"})

    assert (response.status_code, response.json()) == (
        400,
        {"error": "Please choose a picture."},
    )


def test_a_huge_body_is_refused_before_it_is_read(desk):
    response = desk.post(UPLOAD, CONTENT_LENGTH=str(500 * 1024 * 1024))

    assert response.status_code == 413


def test_more_than_the_quota_is_refused(desk, monkeypatch):
    monkeypatch.setattr(ingest, "DAILY_QUOTA", 1)

    assert send(desk).status_code == 201
    response = send(desk, picture_file(size=(20, 20)))

    assert response.status_code == 403
    assert "within a day" in response.json()["error"]


def test_a_storage_that_does_not_answer_is_said_to_be_so(desk, monkeypatch):
    def fail(self, name, content):
        raise OSError

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fail)

    response = send(desk)

    assert response.status_code == 503
    assert "try again" in response.json()["error"]
    assert Image.objects.count() == 0


@pytest.mark.parametrize(
    "user",
    [
        None,
        {},
        {"is_staff": True},
        {"is_staff": True, "is_superuser": True, "is_active": False},
    ],
    ids=["anonymous", "reader", "staff without the right", "left the house"],
)
@pytest.mark.parametrize("address", [UPLOAD, LOOKUP])
def test_strangers_are_refused_in_json(client, user, address):
    if user is not None:
        client.force_login(UserFactory(**user))
    ImageFactory(without_files=True, title="Secret")

    response = client.post(UPLOAD, {}) if address == UPLOAD else client.get(LOOKUP)

    assert response.status_code == 403
    assert set(response.json()) == {"error"}


def test_the_right_to_look_is_not_the_right_to_add(client):
    user = UserFactory(staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_image"))
    client.force_login(user)

    assert client.get(LOOKUP).status_code == 200
    assert send(client).status_code == 403


def test_an_upload_needs_its_token(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    assert send(client).status_code == 403
    assert Image.objects.count() == 0

    client.get("/admin/")
    token = client.get("/admin/images/image/add/").cookies["csrftoken"].value
    response = client.post(
        UPLOAD,
        {"file": picture_file(), "alt": "A doll"},
        headers={"X-CSRFToken": token},
    )
    assert response.status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "patch"])
def test_nothing_is_uploaded_but_by_post(desk, method):
    assert getattr(desk, method)(UPLOAD).status_code == 405


def test_pictures_are_found_by_the_start_of_words_newest_first(desk):
    old = ImageFactory(without_files=True, title="Squid Game doll", alt_text="A doll")
    new = ImageFactory(without_files=True, title="Squid Game, season 3")
    ImageFactory(without_files=True, title="Squirrels")

    answer = desk.get(LOOKUP, {"q": "squid g"}).json()

    assert [result["id"] for result in answer["results"]] == [new.pk, old.pk]
    assert answer["more"] is False
    assert answer["results"][1] == {
        "id": old.pk,
        "title": "Squid Game doll",
        "alt": "A doll",
        "credit": "Courtesy of the studio",
        "thumb": f"/media/renditions/{old.rendition_key}/card-320.jpg",
    }


def test_without_words_the_newest_come_page_by_page(desk):
    images = ImageFactory.create_batch(25, without_files=True)

    first = desk.get(LOOKUP).json()
    second = desk.get(LOOKUP, {"page": 2}).json()

    assert first["more"] is True
    assert second["more"] is False
    found = [result["id"] for result in first["results"] + second["results"]]
    assert found == [image.pk for image in reversed(images)]


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9" * 5000, "NaN"])
def test_a_senseless_page_is_no_error(desk, page):
    assert desk.get(LOOKUP, {"page": page}).status_code == 200


@pytest.mark.parametrize(
    "q", ["%", "_", "\\", "'; DROP TABLE", "x" * 10_000, "🦑", "*", "٪"]
)
def test_senseless_words_find_nothing(desk, q):
    ImageFactory(without_files=True)

    assert desk.get(LOOKUP, {"q": q}).json() == {"results": [], "more": False}


@pytest.mark.parametrize("count", [1, 30])
def test_lookup_costs_the_same_however_large_the_library(
    desk, django_assert_num_queries, count
):
    ImageFactory.create_batch(count, without_files=True)

    # Session, user, two for permissions; word starts, pictures.
    with django_assert_num_queries(6):
        desk.get(LOOKUP, {"q": "stil"})
