"""The screens of layouts, as they work without any script."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles import layouts, publishing
from articles.layouts import content as contents
from articles.models import Layout, SlotPin
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db

HOME = "/admin/articles/layout/front/home/"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def draft(editor):
    return layouts.draft(layouts.home(), by=editor)


def address(layout):
    return reverse("admin:articles_layout_change", args=[layout.pk])


def form_of(layout, **more):
    """What the browser would send of the screen as it stands."""
    layout.refresh_from_db()
    content = contents.capture(layout)
    data = {
        "base": layout.latest_number,
        "name": content["name"],
        "occasion": content["occasion"],
        "slot": [row["uid"] for row in content["slots"]],
        "pin": [f"{r['slot']}:{r['uid']}:{r['article']}" for r in content["pins"]],
    }
    for row in content["slots"]:
        data[f"title-{row['uid']}"] = row["title"]
        data[f"size-{row['uid']}"] = row["size"]
        if row["beside"]:
            data[f"beside-{row['uid']}"] = "on"
    for row in content["pins"]:
        data[f"reason-{row['uid']}"] = row["reason"]
    return data | more


def slot_of(layout, kind):
    rows = contents.capture(layout)["slots"]
    return next(row["uid"] for row in rows if row["kind"] == kind)


def pinned(layout, kind):
    return list(
        SlotPin.objects.filter(slot__layout=layout, slot__kind=kind).values_list(
            "article", flat=True
        )
    )


def press(client, layout, do, **more):
    return client.post(address(layout), form_of(layout, do=do, **more), follow=True)


def test_the_page_is_changed_in_a_draft_and_put_live(client, editor):
    ArticleFactory(published=True)
    old = ArticleFactory(
        headline="The old one", published_at=timezone.now() - timedelta(days=9)
    )

    client.post(HOME, {"do": "change", "seen": "0"})
    draft = Layout.objects.get()
    lead = slot_of(draft, "lead")
    found = press(client, draft, f"find:{lead}", **{f"q-{lead}": "the old"})
    press(client, draft, f"pin:{lead}:{old.pk}")
    before = layouts.compose(layouts.home(), timezone.now()).lead.article
    response = press(client, draft, "apply", seen="0")

    assert f'value="pin:{lead}:{old.pk}"' in found.text
    assert before != old
    assert "Readers see it from now on" in response.text
    assert layouts.compose(layouts.home(), timezone.now()).lead.article == old


def test_pins_move_up_and_down_and_from_slot_to_slot(client, draft):
    one, two = (ArticleFactory(published=True) for _ in range(2))
    side = slot_of(draft, "side")
    for story in (two, one):
        press(client, draft, f"pin:{side}:{story.pk}")
    uid = SlotPin.objects.get(article=one).uid

    press(client, draft, f"down:{uid}")
    assert pinned(draft, "side") == [two.pk, one.pk]
    press(client, draft, f"up:{uid}")
    press(client, draft, f"up:{uid}")
    assert (pinned(draft, "lead"), pinned(draft, "side")) == ([one.pk], [two.pk])
    press(client, draft, f"to:{uid}:{side}:1")
    assert pinned(draft, "side") == [two.pk, one.pk]
    press(client, draft, f"out:{uid}")
    assert pinned(draft, "side") == [two.pk]


def test_slots_are_added_moved_titled_and_removed(client, draft):
    section = SectionFactory(name="Radio")

    press(client, draft, f"add:section:{section.pk}")
    uid = slot_of(draft, "section")
    press(
        client, draft, f"slot-up:{uid}", **{f"title-{uid}": "On air", f"size-{uid}": 2}
    )

    rows = contents.capture(draft)["slots"]
    assert rows[-2]["uid"] == uid
    assert (rows[-2]["title"], rows[-2]["size"]) == ("On air", 2)
    press(client, draft, f"slot-out:{uid}")
    press(client, draft, f"slot-out:{slot_of(draft, 'lead')}")
    kinds = [row["kind"] for row in contents.capture(draft)["slots"]]
    assert "section" not in kinds
    assert "lead" in kinds


def test_what_is_pinned_and_not_published_is_said_to_be_hidden(client, draft):
    story = ArticleFactory(headline="Not out")
    later = ArticleFactory(scheduled=True)
    side = slot_of(draft, "side")
    for each in (story, later):
        press(client, draft, f"pin:{side}:{each.pk}")

    page = client.get(address(draft)).text
    then = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"

    assert "Hidden: not published" in page
    assert "Hidden until it goes out on" in page
    assert "Hidden until" not in client.get(f"{address(draft)}?at={then}").text


def test_a_moment_that_is_none_loses_nothing(client, draft):
    story = ArticleFactory(published=True)
    side = slot_of(draft, "side")
    press(client, draft, f"pin:{side}:{story.pk}")
    uid = SlotPin.objects.get().uid

    response = press(
        client,
        draft,
        "save",
        **{f"ends-{uid}": "on Friday", f"reason-{uid}": "Everybody asks"},
    )

    assert response.status_code == 422
    assert "That is not a day and a time" in response.text
    assert 'value="on Friday"' in response.text
    assert "Everybody asks" in response.text


def test_two_editors_in_one_draft_keep_both_pins_and_are_told(client, draft):
    one, two = (ArticleFactory(published=True) for _ in range(2))
    side = slot_of(draft, "side")
    stale = form_of(draft, do=f"pin:{side}:{one.pk}")
    content = contents.capture(draft)
    content["pins"] = [contents.pin(side, two.pk)]
    layouts.save(draft, content, by=make_editor("second"), base=1)

    response = client.post(address(draft), stale, follow=True)

    assert set(pinned(draft, "side")) == {one.pk, two.pk}
    assert "Second saved meanwhile" in response.text


def test_a_layout_is_scheduled_seen_and_cancelled(client, draft):
    start = timezone.localtime() + timedelta(days=1)

    response = press(
        client, draft, "schedule", starts=f"{start:%Y-%m-%dT%H:%M}", ends=""
    )

    window = layouts.home().windows.get()
    assert "Scheduled" in response.text
    assert "See the site then" in response.text
    client.post(HOME, {"do": f"cancel:{window.pk}"})
    assert not layouts.home().windows.exists()
    refused = press(client, draft, "schedule", starts="2020-01-01T09:00", ends="")
    assert refused.status_code == 422
    assert "That moment has passed" in refused.text


def test_alternatives_swap_and_undo_with_one_click(client, editor):
    x, y = (ArticleFactory(published=True) for _ in range(2))
    for name, story in (("X wins", x), ("Y wins", y)):
        client.post(HOME, {"do": "new", "name": name, "occasion": "Awards night"})
        layout = Layout.objects.get(name=name)
        press(client, layout, f"pin:{slot_of(layout, 'lead')}:{story.pk}")
    first, second = Layout.objects.order_by("pk")

    seen = []
    for do in (f"apply:{first.pk}", f"apply:{second.pk}", "undo"):
        live = layouts.home().windows.live(timezone.now()).first()
        client.post(HOME, {"do": do, "seen": live.pk if live else 0})
        seen.append(layouts.compose(layouts.home(), timezone.now()).lead.article)

    assert seen == [x, y, x]
    assert "Awards night" in client.get(HOME).text


def test_what_readers_have_seen_is_only_shown(client, draft):
    layouts.apply(draft, by=make_editor())

    page = client.get(address(draft)).text

    assert "so it stays as it is" in page
    assert "Pin a story" not in page


def test_a_story_leads_with_one_click_and_is_offered_when_it_is_news(client, editor):
    now = timezone.now()
    story = ArticleFactory(kind="news", published_at=now - timedelta(minutes=5))
    ArticleFactory(published_at=now - timedelta(minutes=1))
    form = reverse("admin:articles_article_change", args=[story.pk])

    fresh = client.get(form).text
    with time_machine.travel(now + timedelta(hours=2)):
        later = client.get(form).text
    response = client.post(
        "/admin/articles/layout/lead/", {"article": story.pk}, follow=True
    )

    assert "Shall it lead the home page?" in fresh
    assert "Shall it lead the home page?" not in later
    assert "Make it lead" in later
    assert "leads the home page" in response.text
    assert "Undo: back to" in response.text
    assert layouts.compose(layouts.home(), timezone.now()).lead.article == story


def test_the_preview_shows_the_draft_at_its_moment(client, draft):
    story = ArticleFactory(scheduled=True, headline="Out on Friday")
    press(client, draft, f"pin:{slot_of(draft, 'lead')}:{story.pk}")
    url = reverse("layout-preview", args=[draft.pk])
    then = (timezone.now() + timedelta(days=2)).isoformat()

    now, later = client.get(url), client.get(url, {"at": then})

    assert "Preview of" in now.text
    assert "Out on Friday" not in now.text
    assert later.context["front"].lead.article == story
    assert "no-store" in later["Cache-Control"]


def test_the_preview_of_a_section_is_its_page(client, editor):
    story = ArticleFactory(published=True, headline="About radio")
    layout = layouts.draft(layouts.front_of(story.section), by=editor)

    response = client.get(reverse("layout-preview", args=[layout.pk]))

    assert "About radio" in response.text
    assert "Preview of" in response.text


def test_writers_lay_nothing_out(client, draft):
    client.force_login(make_writer())

    for url in (HOME, address(draft), reverse("layout-preview", args=[draft.pk])):
        assert client.get(url).status_code == 403
    assert client.post("/admin/articles/layout/lead/").status_code == 403


@pytest.mark.parametrize("size", [1, 8])
def test_the_screens_cost_the_same_however_much_is_pinned(
    client, draft, django_assert_num_queries, size
):
    content = contents.capture(draft)
    row = slot_of(draft, "row")
    content["pins"] = [
        contents.pin(row, ArticleFactory(published=True).pk) for _ in range(size)
    ]
    layouts.save(draft, content, by=make_editor(), base=1)
    client.get(address(draft))

    with django_assert_num_queries(EDIT):
        client.get(address(draft))
    with django_assert_num_queries(OVERVIEW):
        client.get(HOME)
    layouts.apply(draft, by=make_editor())
    with django_assert_num_queries(LAID_OUT):
        client.get(HOME)


EDIT, OVERVIEW, LAID_OUT = 26, 12, 26


# What readers do not see, and what comes


def test_the_page_of_a_front_says_which_pins_readers_do_not_see(client, editor, draft):
    seen, killed = ArticleFactory(published=True), ArticleFactory(published=True)
    side = slot_of(draft, "side")
    for each in (seen, killed):
        press(client, draft, f"pin:{side}:{each.pk}")
    layouts.apply(draft, by=editor)
    assert "hidden from readers" not in client.get(HOME).text

    publishing.kill(killed, by=editor, reason="It was wrong.")

    page = client.get(HOME).text
    assert "hidden from readers" in page
    assert page.count("Hidden: killed") == 1
    assert f"/article/{killed.pk}/change/" in page


def test_a_story_that_was_merged_or_has_expired_is_said_to_be(client, editor, draft):
    merged, kept = ArticleFactory.create_batch(2, published=True)
    publishing.merge(merged, into=kept, by=editor)
    side = slot_of(draft, "side")
    for each in (merged, ArticleFactory(expired=True)):
        press(client, draft, f"pin:{side}:{each.pk}")

    page = client.get(address(draft)).text

    assert f"Hidden: merged into “{kept.headline}”" in page
    assert "Hidden: expired on" in page


def test_a_scheduled_layout_is_told_of_on_every_layout_of_its_page(
    client, editor, draft
):
    evening = layouts.draft(layouts.home(), by=editor, name="The evening")
    starts = timezone.now() + timedelta(days=1)
    layouts.schedule(evening, by=editor, at=starts, until=starts + timedelta(hours=5))

    own, other, front = (
        client.get(page).text for page in (address(evening), address(draft), HOME)
    )

    assert "Scheduled on this page" in own
    assert "This layout</strong> from" in own
    assert "The evening</a> from" in other
    assert "· Scheduled from" in front
