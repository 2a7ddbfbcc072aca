import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from taggit.models import Tag

from articles import publishing
from articles.addresses.retagging import (
    current_names,
    merge_tags,
    rename_tag,
    undo_merge,
)
from articles.models import Article, FormerTag
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db


def tag(name):
    return Tag.objects.get(name=name)


def titles(client, slug):
    page = client.get(f"/tags/{slug}/").context["page"]
    return {version.headline for version in page.items}


@pytest.fixture
def merged():
    """Zombie was merged into Zombies; one story had both."""
    ArticleFactory(published=True, headline="One", tags=["Zombie"])
    ArticleFactory(published=True, headline="Both", tags=["Zombie", "Zombies"])
    ArticleFactory(published=True, headline="Other", tags=["Zombies"])
    return merge_tags(tag("Zombie"), into=tag("Zombies"), by=make_editor())


def test_the_stories_of_a_merged_tag_move_and_its_address_leads_on(client, merged):
    assert titles(client, "zombies") == {"One", "Both", "Other"}
    response = client.get("/tags/zombie/")
    assert response.status_code == 301
    assert response.headers["Location"] == "/tags/zombies/"
    assert client.get("/tags/zombie/feed.xml").status_code == 301


def test_a_merge_is_undone_with_what_came_with_it(client, merged):
    undo_merge(merged, by=make_editor())

    assert titles(client, "zombie") == {"One", "Both"}
    assert titles(client, "zombies") == {"Both", "Other"}
    assert not FormerTag.objects.exists()


def test_a_merged_tag_is_not_brought_back_by_restoring_a_version(merged):
    editor = make_editor()
    article = Article.objects.get(headline="One")

    publishing.restore(article, article.versions.get(number=1), by=editor)

    assert list(article.tags.names()) == ["Zombies"]
    assert not Tag.objects.filter(name="Zombie").exists()


def test_whoever_types_the_former_name_gets_the_tag_that_stands_for_it(merged):
    article = ArticleFactory(published=True, headline="New")
    content = article.versions.first().content | {"tags": ["ZOMBIE", "Zombies"]}

    publishing.save_version(article, content, by=make_editor())

    assert list(article.tags.names()) == ["Zombies"]


def test_a_version_published_later_is_listed_under_the_tag_of_today(client):
    draft = ArticleFactory(headline="Draft", tags=["Zombie"])
    ArticleFactory(published=True, tags=["Zombies"])
    merge_tags(tag("Zombie"), into=tag("Zombies"), by=make_editor())

    publishing.publish(draft, by=make_editor())

    assert "Draft" in titles(client, "zombies")


def test_merges_in_a_row_lead_on_in_one_hop_and_are_undone_one_by_one(client, merged):
    ArticleFactory(published=True, headline="Last", tags=["Undead"])
    second = merge_tags(tag("Zombies"), into=tag("Undead"), by=make_editor())

    assert client.get("/tags/zombie/").headers["Location"] == "/tags/undead/"
    assert current_names(["Zombie"]) == ["Undead"]

    undo_merge(second, by=make_editor())
    undo_merge(FormerTag.objects.get(), by=make_editor())

    assert titles(client, "zombie") == {"One", "Both"}
    assert titles(client, "zombies") == {"Both", "Other"}
    assert titles(client, "undead") == {"Last"}


def test_a_renamed_tag_keeps_its_address_and_its_former_name(client):
    article = ArticleFactory(published=True, tags=["K-drama"])
    rename_tag(tag("K-drama"), "Korean drama", "korean-drama", by=make_editor())

    assert client.get("/tags/k-drama/").headers["Location"] == "/tags/korean-drama/"
    publishing.restore(article, article.versions.first(), by=make_editor())
    assert list(article.tags.names()) == ["Korean drama"]

    rename_tag(tag("Korean drama"), "K-drama", "k-drama", by=make_editor())
    assert client.get("/tags/k-drama/").status_code == 200
    assert client.get("/tags/korean-drama/").status_code == 301


def test_the_former_name_of_another_tag_is_refused(merged):
    ArticleFactory(tags=["Vampires"])

    with pytest.raises(ValidationError, match="stands for “Zombies”"):
        rename_tag(tag("Vampires"), "zombie", "vampires", by=make_editor())


def test_nobody_learns_the_name_of_a_tag_that_only_drafts_have(client):
    ArticleFactory(tags=["Canary", "Old"])
    merge_tags(tag("Old"), into=tag("Canary"), by=make_editor())

    assert client.get("/tags/old/").status_code == 404


def test_writers_neither_merge_nor_part(merged):
    with pytest.raises(PermissionDenied):
        undo_merge(merged, by=make_writer())
    ArticleFactory(tags=["Vampires"])
    with pytest.raises(PermissionDenied):
        merge_tags(tag("Vampires"), into=tag("Zombies"), by=make_writer())


def test_tags_are_merged_and_parted_on_their_pages(client):
    ArticleFactory(published=True, headline="One", tags=["Zombie"])
    ArticleFactory(published=True, tags=["Zombies"])
    client.force_login(make_editor())
    page = f"/admin/taggit/tag/{tag('Zombie').pk}/merge/"

    refused = client.post(page, {"into": "Nothing"})
    assert refused.status_code == 422
    assert "There is no tag of that name." in refused.text

    kept = client.post(page, {"into": "Zombies"}, follow=True)
    assert "“Zombie” is now “Zombies”" in kept.text
    former = FormerTag.objects.get()
    parted = client.post(
        f"/admin/taggit/tag/{former.tag_id}/part/", {"former": former.pk}, follow=True
    )
    assert "“Zombie” is a tag of its own again." in parted.text
    assert titles(client, "zombie") == {"One"}


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_that_merges_a_tag_costs_the_same_however_much_has_it(
    client, django_assert_max_num_queries, count
):
    for number in range(count):
        ArticleFactory(published=True, tags=["Zombie", f"Undead {number}"])
        merge_tags(tag(f"Undead {number}"), into=tag("Zombie"), by=make_editor())
    client.force_login(make_editor())
    page = f"/admin/taggit/tag/{tag('Zombie').pk}"

    with django_assert_max_num_queries(8):
        assert client.get(f"{page}/merge/").status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get(f"{page}/change/").status_code == 200
