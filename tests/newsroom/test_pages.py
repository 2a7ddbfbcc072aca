import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from newsroom import pages
from newsroom.models import Page
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.newsroom import PageFactory

pytestmark = pytest.mark.django_db


def content(page, **changed):
    return pages.content_of(page) | changed


def save(page, base=None, by=None, **changed):
    return pages.save_page(
        page,
        content(page, **changed),
        base=page.latest_number if base is None else base,
        by=by or make_editor(),
        at=timezone.now(),
    )


# For readers


def test_a_draft_is_not_found_and_told_nowhere(client):
    page = PageFactory(title="Secret terms")

    assert client.get(page.get_absolute_url()).status_code == 404
    assert "Secret terms" not in client.get("/").text
    assert "secret-terms" not in client.get("/sitemaps/pages.xml").text


def test_a_published_page_is_read_listed_and_mapped(client):
    page = PageFactory(title="House rules", footer_position=1, published=True)

    response = client.get(page.get_absolute_url())

    assert "We say who says so." in response.text
    assert f'href="{page.get_absolute_url()}"' in client.get("/").text
    assert page.get_absolute_url() in client.get("/sitemaps/pages.xml").text


def test_a_page_without_a_place_is_not_in_the_footer(client):
    page = PageFactory(footer_position=None, published=True)

    assert page.get_absolute_url() not in client.get("/").text


def test_readers_see_what_was_published_until_the_next_is(client):
    page = PageFactory(published=True)
    save(page, body="<p>Quite another text.</p>", title="Another title")

    before = client.get(page.get_absolute_url()).text
    pages.publish_page(page, by=make_editor(), at=timezone.now())

    assert "We say who says so." in before
    assert "Another title" not in before
    assert "Quite another text." in client.get(page.get_absolute_url()).text


def test_a_page_that_was_taken_down_is_gone_everywhere(client):
    page = PageFactory(published=True)
    pages.unpublish_page(page, by=make_editor())

    assert client.get(page.get_absolute_url()).status_code == 404
    assert page.get_absolute_url() not in client.get("/").text


def test_an_old_address_leads_on_and_one_without_its_slash_too(client):
    page = PageFactory(slug="rules", published=True)
    pages.place_page(page, {"slug": "how-we-work"}, by=make_editor())

    for old, new in (
        ("/rules/", "/how-we-work/"),
        ("/how-we-work", "/how-we-work/"),
        ("/shows?q=1", "/shows/?q=1"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
    assert client.get("/nothing-here").status_code == 404


@pytest.mark.parametrize(
    ("kind", "type_of"),
    [("about", "AboutPage"), ("contact", "ContactPage"), ("other", "WebPage")],
)
def test_machines_are_told_of_which_kind_it_is(client, kind, type_of):
    page = PageFactory(kind=kind, published=True)

    nodes = client.get(page.get_absolute_url()).context["structured"]["@graph"]

    assert nodes[0]["@type"] == type_of


def test_stories_point_to_the_standards_once_they_are_published(client):
    article = ArticleFactory(published=True)
    before = client.get(article.get_absolute_url()).text
    page = PageFactory(kind="standards", published=True)

    after = client.get(article.get_absolute_url()).text

    assert "publishingPrinciples" not in before
    assert f'"publishingPrinciples": "http://testserver{page.get_absolute_url()}"' in (
        after
    )
    assert "How we correct" in after


# Steps


def test_writers_change_nothing():
    page, writer = PageFactory(published=True), make_writer()

    for step in (
        lambda: save(page, by=writer, title="Mine"),
        lambda: pages.publish_page(page, by=writer, at=timezone.now()),
        lambda: pages.unpublish_page(page, by=writer),
        lambda: pages.place_page(page, {"slug": "mine"}, by=writer),
        lambda: pages.restore_page(page, 1, base=1, by=writer, at=timezone.now()),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_two_who_change_different_parts_are_merged():
    page = PageFactory(body="<p>One.</p><p>Two.</p>")
    save(page, body="<p>One!</p><p>Two.</p>")

    save(page, base=1, title="Better", body="<p>One.</p><p>Two?</p>")

    page.refresh_from_db()
    assert (page.title, page.body) == ("Better", "<p>One!</p><p>Two?</p>")
    assert page.latest_number == 3


def test_a_stale_save_of_the_same_words_is_refused_and_changes_nothing():
    page = PageFactory()
    save(page, body="<p>Theirs.</p>")

    with pytest.raises(pages.Clash):
        save(page, base=1, body="<p>Mine.</p>")

    page.refresh_from_db()
    assert page.body == "<p>Theirs.</p>"


def test_an_older_text_becomes_the_draft_again_as_a_save_of_its_own():
    page = PageFactory(body="<p>First.</p>", published=True)
    save(page, body="<p>Second.</p>")

    pages.restore_page(page, 1, base=2, by=make_editor(), at=timezone.now())

    page.refresh_from_db()
    assert (page.body, page.latest_number) == ("<p>First.</p>", 3)


def test_an_empty_page_is_not_published():
    with pytest.raises(ValidationError, match="without a text"):
        PageFactory(body="", published=True)


@pytest.mark.parametrize(
    "slug", ["shows", "admin", "search", "corrections", "healthz", "media", "static"]
)
def test_no_page_takes_an_address_of_the_site(slug):
    with pytest.raises(ValidationError, match="another page of the site"):
        pages.check_address(slug)


# The masthead


def test_the_masthead_lists_who_can_be_read_by_rank_and_place(client):
    AuthorFactory(name="Zoe Editor", desk="editors", masthead_position=1)
    AuthorFactory(name="Ann Editor", desk="editors", masthead_position=2)
    author = AuthorFactory(name="Bo Writer")
    AuthorFactory(name="Future Hire")
    AuthorFactory(name="Former Hand", is_active=False, desk="editors")
    ArticleFactory(published=True, authors=[author])
    page = PageFactory(kind="masthead", published=True)

    desks = client.get(page.get_absolute_url()).context["desks"]

    assert [(desk.name, [each.name for each in desk.people]) for desk in desks] == [
        ("Editors", ["Zoe Editor", "Ann Editor"]),
        ("Writers", ["Bo Writer"]),
    ]


@pytest.mark.parametrize("count", [1, 12])
def test_the_masthead_costs_the_same_however_many_are_on_it(
    client, django_assert_num_queries, count
):
    AuthorFactory.create_batch(count, desk="editors")
    page = PageFactory(kind="masthead", published=True)

    # The page, its people, the site.
    with django_assert_num_queries(3):
        response = client.get(page.get_absolute_url())

    assert len(response.context["desks"][0].people) == count


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_about_the_site_costs_the_same_however_many_there_are(
    client, django_assert_num_queries, count
):
    pages = [PageFactory(published=True) for _ in range(count)]

    # The page, the site with all that the footer lists.
    with django_assert_num_queries(2):
        text = client.get(pages[0].get_absolute_url()).text

    assert all(page.get_absolute_url() in text for page in pages)


# The screen


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def form(page, **changed):
    typed = content(page) | {
        "slug": page.slug,
        "initial-slug": page.slug,
        "footer_position": page.footer_position or "",
        "initial-footer_position": page.footer_position or "",
        "base": page.latest_number,
        "_continue": "1",
    }
    return typed | changed


def test_an_editor_begins_with_a_text_and_publishes_it(client, editor):
    add = "/admin/newsroom/page/add/"
    initial = client.get(f"{add}?kind=standards").context["adminform"].form.initial
    client.post(add, {**initial, "base": 0, "_publish": "1"})

    assert "How sure we are" in client.get("/standards/").text


def test_a_stale_form_comes_back_with_both_texts_and_saves_the_second_time(
    client, editor
):
    page = PageFactory()
    typed = form(page, body="<p>Mine.</p>", description="About rules.")
    save(page, body="<p>Theirs.</p>", title="Their title")
    address = f"/admin/newsroom/page/{page.pk}/change/"

    response = client.post(address, typed)
    shown = response.context["adminform"].form

    assert "Theirs." in response.text
    assert "Mine." in str(shown["body"])
    assert shown["title"].value() == "Their title"
    again = {
        name: shown[name].value() for name in (*typed, "base") if name in shown.fields
    }
    client.post(address, typed | again | {"_continue": "1"})
    page.refresh_from_db()
    assert pages.content_of(page) == {
        "title": "Their title",
        "body": "<p>Mine.</p>",
        "description": "About rules.",
    }


def test_what_was_live_cannot_be_deleted(client, editor):
    page = PageFactory(published=True)

    client.post(f"/admin/newsroom/page/{page.pk}/delete/", {"post": "yes"})

    assert Page.objects.filter(pk=page.pk).exists()


def test_history_shows_each_save_and_restores_one(client, editor):
    page = PageFactory(body="<p>First.</p>")
    save(page, body="<p>Second.</p>")
    address = f"/admin/newsroom/page/{page.pk}"

    assert "Save 1" in client.get(f"{address}/history/").text
    assert "First." in client.get(f"{address}/preview/?version=1").text
    client.post(f"{address}/restore/", {"version": 1, "base": 2})
    client.post(f"{address}/restore/", {"version": 2, "base": 2})

    page.refresh_from_db()
    assert page.body == "<p>First.</p>"


def test_two_saves_are_compared_word_by_word(client, editor):
    page = PageFactory(published=True, title="About", body="<p>We are four people.</p>")
    save(page, body="<p>We are five people.</p>", title="About us")
    address = f"/admin/newsroom/page/{page.pk}"

    history = client.get(f"{address}/history/").text
    shown = client.get(f"{address}/compare/").text
    same = client.get(f"{address}/compare/?from=2&to=2").text

    assert "What readers do not see yet" in history
    assert f"{address}/compare/?from=1&amp;to=2" in history
    assert "<del>four</del>" in shown
    assert "<ins>five</ins>" in shown
    assert "<ins>us</ins>" in shown.replace("<ins> us", "<ins>us")
    assert "exactly the same" in same
    assert client.get(f"{address}/compare/?from=9").status_code == 404
    client.force_login(make_writer())
    assert client.get(f"{address}/compare/").status_code == 403


def test_scripts_in_a_page_do_not_survive(client, editor):
    page = PageFactory()
    evil = '<p onclick="x()">Fine</p><script>alert(1)</script>'
    address = f"/admin/newsroom/page/{page.pk}/change/"
    client.post(address, form(page, body=evil, _publish="1"))

    text = client.get(page.get_absolute_url()).text

    assert "Fine" in text
    assert "alert(1)" not in text
    assert "onclick" not in text


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_of_pages_costs_the_same_however_many(
    client, editor, django_assert_num_queries, count
):
    for _ in range(count):
        PageFactory(published=True)

    # Session, person, their permissions; the kinds there are, two counts, the pages.
    with django_assert_num_queries(8):
        client.get("/admin/newsroom/page/")
