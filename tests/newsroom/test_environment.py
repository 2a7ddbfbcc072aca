import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto import mock_aws

from newsroom import environment


@pytest.fixture
def bucket(monkeypatch):
    monkeypatch.setenv(
        "MEDIA_STORAGE_URL",
        "s3://key:secret@s3.us-east-1.amazonaws.com/pictures?region=us-east-1",
    )
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="pictures")
        yield environment.bucket("MEDIA_STORAGE_URL")


def test_the_address_of_the_site_is_kept_as_browsers_write_it(monkeypatch):
    monkeypatch.setenv("SITE_URL", "HTTPS://News.Example.com:8443/")

    address = environment.site_address("SITE_URL", "")

    assert address == "https://news.example.com:8443"


def test_pictures_go_to_the_bucket_and_never_replace_one_another(bucket):
    storage = storages.create_storage(bucket.storage)

    first = storage.save("renditions/a/card-320.webp", ContentFile(b"first"))
    second = storage.save("renditions/a/card-320.webp", ContentFile(b"second"))

    assert first != second
    with storage.open(first) as file:
        assert file.read() == b"first"
    assert storage.url(first) == (
        "https://s3.us-east-1.amazonaws.com/pictures/renditions/a/card-320.webp"
    )
