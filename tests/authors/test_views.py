from datetime import timedelta

import pytest
from django.utils import timezone

from authors.models import AuthorLink
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\xa0", " ")


def test_an_author_has_a_biography_links_and_stories(client):
    author = AuthorFactory(name="Ada Quill", biography="First.\n\nSecond.")
    AuthorLink.objects.create(
        author=author, label="Mastodon", url="https://social.example/@ada"
    )
    ArticleFactory(published=True, authors=[author], headline="By her")
    ArticleFactory(published=True, authors=[AuthorFactory()], headline="Another")
    ArticleFactory(authors=[author], headline="Only a draft")

    page = text(client.get(author.get_absolute_url()))

    assert "<p>First.</p>" in page
    assert "<p>Second.</p>" in page
    assert "https://social.example/@ada" in page
    assert "By her" in page
    assert "Another" not in page
    assert "Only a draft" not in page


def test_a_former_author_keeps_the_page(client):
    author = AuthorFactory(former=True)

    assert client.get(author.get_absolute_url()).status_code == 200


def test_an_author_without_stories_says_so(client):
    page = text(client.get(AuthorFactory().get_absolute_url()))

    assert "Nothing published under this name yet" in page


def test_a_biography_is_plain_text(client):
    author = AuthorFactory(biography="<script>alert(1)</script>")

    assert "<script>alert" not in text(client.get(author.get_absolute_url()))


def test_the_stories_of_an_author_are_paged(client):
    author = AuthorFactory(name="이재규")
    for number in range(25):
        ArticleFactory(
            published_at=timezone.now() - timedelta(hours=number + 1),
            authors=[author],
            headline=f"Story number {number}!",
        )
    address = author.get_absolute_url()

    assert "Story number 24!" not in text(client.get(address))
    second = text(client.get(address, {"page": 2}))
    assert "Story number 24!" in second
    assert f'{address}?page=2">' in second
    assert client.get(address, {"page": 3}).status_code == 404


def test_nobody_is_not_found(client):
    assert client.get("/authors/nobody/").status_code == 404
