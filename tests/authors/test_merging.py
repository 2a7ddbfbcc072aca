import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Byline, VersionAuthor
from authors.merging import merge_authors, part_authors
from authors.models import Author
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor("merger")


@pytest.fixture
def two():
    """Somebody who came in twice, with a story each and one by both of them."""
    twin, kept = AuthorFactory(name="A. Quill"), AuthorFactory(name="Ada Quill")
    twin.slug = "quill"
    twin.save()
    ArticleFactory(published=True, slug="of-twin", authors=[twin])
    ArticleFactory(published=True, slug="of-kept", authors=[kept])
    ArticleFactory(published=True, slug="of-both", authors=[twin, kept])
    return twin, kept


def rows():
    """Who is named where, and how."""
    return {
        (type_.__name__, of, author, role)
        for type_, of_name in ((Byline, "article__slug"), (VersionAuthor, "version"))
        for of, author, role in type_.objects.values_list(of_name, "author", "role")
    }


def stories_of(client, author):
    page = client.get(author.get_absolute_url()).text
    return {slug for slug in ("of-twin", "of-kept", "of-both") if f"/{slug}/" in page}


def test_everything_goes_along_and_every_address_leads_there(client, two, editor):
    twin, kept = two
    merge_authors(twin, into=kept, by=editor)

    assert stories_of(client, kept) == {"of-twin", "of-kept", "of-both"}
    for slug in ("quill", "a-quill"):
        answer = client.get(f"/authors/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/authors/ada-quill/")
    twin.refresh_from_db()
    for below in ("", "feed.xml", "feed.atom"):
        assert client.get(f"/authors/{twin.slug}/{below}").status_code == 404
    Author.objects.update(biography="Wrote of it all.", desk="editors")
    assert twin.slug not in client.get("/sitemaps/authors.xml").text
    assert not Author.objects.named("A. Quill").filter(pk=twin.pk).exists()


def test_parted_each_has_again_what_was_theirs(client, two, editor):
    twin, kept = two
    before = rows()
    merge_authors(twin, into=kept, by=editor)
    twin.refresh_from_db()

    part_authors(twin, by=editor)

    assert rows() == before
    twin.refresh_from_db()
    assert (twin.slug, twin.is_active, twin.merged_into) == ("quill", True, None)
    assert stories_of(client, twin) == {"of-twin", "of-both"}
    assert client.get("/authors/a-quill/")["Location"] == "/authors/quill/"
    assert Author.objects.named("A. Quill").filter(pk=twin.pk).exists()


def test_an_older_version_names_whoever_stands_for_its_author(client, two, editor):
    twin, kept = two
    article = ArticleFactory(authors=[twin, kept])
    old = article.versions.first()
    merge_authors(twin, into=kept, by=editor)

    publishing.restore(article, old, by=editor)
    publishing.publish(article, by=editor)

    assert [byline.author for byline in article.bylines.all()] == [kept]
    live = article.versions.live(timezone.now()).get()
    assert [row.author for row in live.version_authors.all()] == [kept]
    assert "A. Quill" not in client.get(article.get_absolute_url()).text


def test_merges_in_a_row_lead_on_in_one_hop_and_are_parted_one_by_one(two, editor):
    twin, kept = two
    last = AuthorFactory(name="Ada M. Quill")
    before = rows()
    merge_authors(twin, into=kept, by=editor)
    merge_authors(kept, into=last, by=editor)
    twin.refresh_from_db()
    assert twin.merged_into == last

    part_authors(Author.objects.get(pk=kept.pk), by=editor)
    twin.refresh_from_db()
    assert twin.merged_into == kept
    part_authors(twin, by=editor)

    assert rows() == before


def test_the_login_goes_along_where_there_is_room(editor):
    twin, kept = AuthorFactory(user=make_writer("ada")), AuthorFactory()
    merge_authors(twin, into=kept, by=editor)
    kept.refresh_from_db()
    assert kept.user.username == "ada"

    twin.refresh_from_db()
    part_authors(twin, by=editor)
    kept.refresh_from_db()
    twin.refresh_from_db()
    assert (kept.user, twin.user.username) == (None, "ada")


def test_what_makes_no_sense_is_refused_in_words(two, editor):
    twin, kept = two
    with pytest.raises(ValidationError, match="into itself"):
        merge_authors(twin, into=twin, by=editor)
    with pytest.raises(ValidationError, match="stands alone"):
        part_authors(twin, by=editor)
    merge_authors(twin, into=kept, by=editor)
    with pytest.raises(ValidationError, match="was merged already"):
        merge_authors(twin, into=kept, by=editor)
    with pytest.raises(PermissionDenied):
        merge_authors(kept, into=AuthorFactory(), by=make_writer())


def test_they_are_merged_and_parted_on_their_pages(client, two, editor):
    twin, kept = two
    client.force_login(editor)
    page = client.get(f"/admin/authors/author/{twin.pk}/merge/").text
    assert "Bylines: 2" in page
    assert "Published versions: 2" in page

    client.post(f"/admin/authors/author/{twin.pk}/merge/", {"into": kept.pk})
    change = client.get(f"/admin/authors/author/{kept.pk}/change/").text
    part = f"/admin/authors/author/{twin.pk}/part/"
    assert f'formaction="{part}"' in change
    assert "A. Quill" not in client.get("/admin/authors/author/?activity=all").text
    assert client.get(f"/admin/authors/author/{twin.pk}/change/").status_code == 302

    client.post(part)
    assert "A. Quill" in client.get("/admin/authors/author/").text
    client.force_login(make_writer())
    assert client.get(f"/admin/authors/author/{twin.pk}/merge/").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_a_merge_costs_the_same_however_many_stories(
    editor, count, django_assert_max_num_queries
):
    twin, kept = AuthorFactory(), AuthorFactory()
    ArticleFactory.create_batch(count, authors=[twin])

    with django_assert_max_num_queries(28):
        merge_authors(twin, into=kept, by=editor)
