import pytest

from authors.models import User

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def stored(media_root):
    for folder in ("renditions/abc", "originals"):
        (media_root / folder).mkdir(parents=True)
        (media_root / folder / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (media_root.parent / "outside.txt").write_text("secret")


@pytest.mark.usefixtures("stored")
def test_a_rendition_is_sent_fenced_in_and_for_good(client):
    response = client.get("/media/renditions/abc/a.jpg")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in response["Cache-Control"]
    response.close()


@pytest.mark.usefixtures("stored")
def test_originals_are_for_the_newsroom_only(client):
    anonymous = client.get("/media/originals/a.jpg")
    client.force_login(User.objects.create_user("writer", is_staff=True))
    writer = client.get("/media/originals/a.jpg")

    assert anonymous.status_code == 403
    assert writer.status_code == 200
    assert "no-store" in writer["Cache-Control"]
    writer.close()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "path",
    [
        "renditions/../../outside.txt",
        "renditions/..%2F..%2Foutside.txt",
        "renditions/%2e%2e/%2e%2e/outside.txt",
        "renditions/../originals/a.jpg",
        "renditions//etc/passwd",
        "./renditions/abc/a.jpg",
        "renditions/abc/%00.jpg",
        "renditions/abc/",
        "renditions/missing.jpg",
    ],
)
def test_nothing_outside_the_folder_is_sent(client, path):
    assert client.get(f"/media/{path}").status_code in {400, 404}
