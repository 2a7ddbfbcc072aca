import pytest
from django.utils import timezone

from articles.body.rendering import missing_embeds, render_body
from articles.body.sanitising import sanitise
from articles.embeds import write_fallbacks
from articles.models import Selection
from tests.articles.curation.test_saving import story
from tests.factories.articles import ArticleFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_writer
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db


def embed(kind, pk):
    return f'<figure data-embed="{kind}" data-id="{pk}"></figure>'


def page_with(*embeds, **kwargs):
    body = sanitise("<p>Text.</p>" + "".join(embeds))
    return ArticleFactory(published=True, body=body, **kwargs)


def test_a_shelf_inside_a_story_says_what_the_shelf_says_now(client):
    show, other = ShowFactory(title="Kingdom"), story("Other")
    shelf = ShelfFactory(title="After doomsday")
    PickFactory(selection=shelf, show=show, reason="same court, more hats")
    PickFactory(selection=shelf, article=other, position=1)
    draft = ArticleFactory(headline="Draft")
    PickFactory(selection=shelf, article=draft, position=2)
    page = page_with(embed("watch-next", shelf.pk))

    html = client.get(page.get_absolute_url()).content.decode()

    assert "After doomsday" in html
    assert "Same court, more hats" in html
    assert show.get_absolute_url() in html
    assert "Draft" not in html
    shelf.picks.all().delete()
    html = client.get(page.get_absolute_url()).content.decode()
    assert "After doomsday" not in html


def test_nothing_of_a_shelf_inside_stands_elsewhere_on_the_page(client):
    one, two, own = story("One"), story("Two"), ShowFactory(title="Own show")
    shelf = ShelfFactory(title="Doom", everywhere=True, items=[one, own, two])
    second = ShelfFactory(title="Twice", items=[two])
    page = page_with(
        embed("watch-next", shelf.pk),
        embed("watch-next", second.pk),
        embed("article", one.pk),
        embed("watch-next", shelf.pk),
        shows=[own],
    )

    response = client.get(page.get_absolute_url())
    html = response.content.decode()

    assert html.count("embed-watch-next__list") == 1
    assert html.count(f'href="{one.get_absolute_url()}"') == 1
    assert html.count(f'href="{two.get_absolute_url()}"') == 1
    assert [item.title for item in response.context["watch_next"]] == []


def test_its_fallback_holds_what_is_public_and_nothing_else():
    shelf = ShelfFactory(
        title="After <doom>",
        items=[ShowFactory(title="Kingdom"), ArticleFactory(headline="Draft")],
    )
    body = sanitise(embed("watch-next", shelf.pk))

    stored = write_fallbacks(body, timezone.now())

    assert "After &lt;doom&gt;: <a href=" in stored
    assert "Kingdom" in stored
    assert "Draft" not in stored
    assert sanitise(stored) == stored


def test_a_retired_shelf_and_what_is_no_shelf_are_told_to_the_desk():
    picks = PickFactory(selection__article=story("Page"), article=story("A")).selection
    shelf = ShelfFactory(items=[ShowFactory()])
    Selection.objects.filter(pk=shelf.pk).update(is_retired=True)
    body = sanitise(embed("watch-next", shelf.pk) + embed("watch-next", picks.pk))
    now = timezone.now()

    assert [each.id for each in missing_embeds(body, now)] == [shelf.pk, picks.pk]
    assert str(render_body(body, moment=now).html) == ""


@pytest.mark.parametrize("count", [1, 6])
def test_shelves_inside_cost_three_queries_however_many(
    django_assert_num_queries, count
):
    shelves = [
        ShelfFactory(items=[ShowFactory(), story(f"Story {number}")])
        for number in range(count)
    ]
    body = sanitise("".join(embed("watch-next", shelf.pk) for shelf in shelves))

    with django_assert_num_queries(3):
        render_body(body, moment=timezone.now())


def test_writers_choose_among_shelves_in_use_by_any_part_of_the_title(client):
    client.force_login(make_writer())
    shelf = ShelfFactory(title="After doomsday")
    ShelfFactory(title="Doomed", is_retired=True)

    found = client.get("/admin/choosers/shelves/", {"q": "doom"}).json()["results"]
    said = client.get("/admin/choosers/embeds/", {"watch-next": f"{shelf.pk},99"})

    assert [each["title"] for each in found] == ["After doomsday"]
    assert said.json()["watch-next"][str(shelf.pk)]["title"] == "After doomsday"
    assert "warning" in said.json()["watch-next"]["99"]
