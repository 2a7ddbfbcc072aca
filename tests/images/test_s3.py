"""The library on S3-compatible storage, as MEDIA_STORAGE_URL sets it up."""

from io import BytesIO

import boto3
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from moto import mock_aws
from PIL import Image as Pillow

from images.ingest import ingest
from images.models import Image
from images.renditions import file_names, make_renditions
from images.templatetags.picture_tags import picture
from newsroom import environment
from tests.factories.images import picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE_URL", MEDIA_STORAGE_URL)
    options = environment.bucket("MEDIA_STORAGE_URL").storage
    with mock_aws():
        made = boto3.resource("s3", region_name="us-east-1").create_bucket(
            Bucket="pictures"
        )
        storage = storages.create_storage(options)
        monkeypatch.setattr(Image._meta.get_field("file"), "storage", storage)
        yield made


MEDIA_STORAGE_URL = (
    "s3://key:secret@s3.amazonaws.com/pictures"
    "?region=us-east-1&public=https://media.example.com/p"
)


def names(bucket):
    return {stored.key for stored in bucket.objects.all()}


def test_everything_of_a_picture_is_in_the_bucket(bucket):
    image = ingest(picture_file(size=(900, 600)), by=None, alt_text="A doll")

    assert names(bucket) == set(file_names(image))
    stored = bucket.Object(f"renditions/{image.rendition_key}/card-320.webp").get()
    assert stored["ContentType"] == "image/webp"
    assert "immutable" in stored["CacheControl"]
    assert Pillow.open(BytesIO(stored["Body"].read())).size == (320, 213)


def test_pages_point_at_the_public_address(bucket):
    image = ingest(picture_file(), by=None)

    shown = picture({}, image, "card")

    start = f"https://media.example.com/p/renditions/{image.rendition_key}/card-"
    assert f'src="{start}' in shown
    assert f'srcset="{start}' in shown
    assert "Signature" not in shown


def test_a_moved_focus_replaces_the_crops(bucket, django_capture_on_commit_callbacks):
    image = ingest(picture_file(), by=None)
    before = names(bucket)
    image.focal_x = 0.1

    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image)

    assert names(bucket) == set(file_names(image))
    assert names(bucket) & before == {image.file.name}


def test_a_deleted_picture_leaves_the_bucket(
    bucket, django_capture_on_commit_callbacks
):
    image = ingest(picture_file(), by=None)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert names(bucket) == set()


def test_a_bucket_that_is_gone_is_a_sentence(bucket):
    bucket.delete()

    with pytest.raises(ValidationError, match="could not be stored"):
        ingest(picture_file(), by=None)

    assert Image.objects.count() == 0
