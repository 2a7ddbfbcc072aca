"""Previews for the desk, and links for people outside the newsroom."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, LogLine, PreviewLink
from articles.models.log import Verb
from articles.reading import sharing
from articles.reading.previews import link_url, preview_url
from tests.factories.articles import ArticleFactory, live_version
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, ShowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def outsider():
    """Somebody without an account, in a browser of their own."""
    return Client()


def page_of(article, name="preview"):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def desk_preview(article):
    return preview_url(article.versions.first())


def make_link(article, **terms):
    defaults = {"by": article.owner, "label": "Mara", "lifetime": timedelta(hours=24)}
    return sharing.share(article, article.versions.first(), **(defaults | terms))


def path_of(link):
    return reverse("articles:preview", args=[link.token])


def main_of(response):
    """The page without what frames it, which names the day."""
    return re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]


def nothing_here(response):
    return (
        response.status_code == 404
        and "This preview link does not work" in response.content.decode()
    )


# For the desk


def test_a_preview_is_the_public_page_of_a_draft(client, writer):
    article = ArticleFactory(headline="Not yet public")

    response = client.get(desk_preview(article))

    assert "Not yet public" in response.content.decode()
    assert "articles/article_detail.html" in [t.name for t in response.templates]


def test_the_preview_has_the_body_that_readers_get(client, writer, outsider):
    article = ArticleFactory(published=True)

    public = outsider.get(article.get_absolute_url())
    preview = client.get(desk_preview(article))

    # What follows it there leads on from a page that others can open, too.
    assert "Pass it on" not in preview.text
    body = main_of(public).partition('<div class="wrap read-on">')[0].rstrip()
    assert main_of(preview).removesuffix("</main>").rstrip() == body


def test_a_preview_is_not_there_for_who_may_not_see_the_story(client, writer):
    article = ArticleFactory(owner=make_writer("other"))

    assert nothing_here(client.get(desk_preview(article)))


def test_a_preview_for_the_desk_asks_strangers_to_log_in(outsider):
    response = outsider.get(desk_preview(ArticleFactory()))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
    assert response["Cache-Control"] == "private, no-store"


def test_a_forged_preview_link_is_not_found(client, editor):
    forged = desk_preview(ArticleFactory())[:-2] + "x/"

    assert nothing_here(client.get(forged))


def test_a_killed_story_is_previewed_by_editors_only(client, writer):
    article = ArticleFactory(headline="Stopped by the lawyers")
    publishing.kill(article, by=make_editor(), reason="Not true")

    assert nothing_here(client.get(desk_preview(article)))
    assert client.get(page_of(article)).status_code == 404

    client.force_login(make_editor())
    assert "Stopped by" in client.get(desk_preview(article)).content.decode()


def test_only_previews_for_the_desk_can_be_framed_and_only_by_this_site(
    client, editor, outsider
):
    article = ArticleFactory(published=True)
    draft = ArticleFactory()

    framed = client.get(f"{desk_preview(article)}?framed=1")
    others = [
        client.get(article.get_absolute_url()),
        client.get("/"),
        client.get(page_of(article)),
        outsider.get(path_of(make_link(draft))),
        outsider.get("/preview/unknown/"),
    ]

    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]+)", framed["Content-Security-Policy"])[1]
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", scripts)
    for response in others:
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_draft_shows_no_date_of_publication(client, writer):
    page = client.get(desk_preview(ArticleFactory())).content.decode()

    assert "Not published yet" in page
    assert "Published <" not in page


def test_a_version_that_was_live_shows_its_stamps(client, editor):
    article = ArticleFactory(reworked=True)
    live = live_version(article)

    page = client.get(preview_url(live)).content.decode()
    rework = client.get(desk_preview(article)).content.decode()

    assert f'datetime="{timezone.localtime(live.published_at):%Y-%m-%dT%H:%M}' in page
    # The rework stands where the story stood first.
    assert "Not published yet" not in rework


def test_a_scheduled_version_has_no_stamp_until_it_is_out(client, editor):
    article = ArticleFactory(scheduled=True)
    url = desk_preview(article)

    now = client.get(url).content.decode()
    then = client.get(f"{url}?at=publication").content.decode()

    assert "Not published yet" in now
    assert "Not published yet" not in then


def test_a_scheduled_version_is_previewed_at_its_own_moment(client, editor, outsider):
    show = ShowFactory(title="Hush")
    AnnouncementFactory(show=show, public_from=timezone.now() - timedelta(days=9))
    news = timezone.now() + timedelta(hours=3)
    AnnouncementFactory(
        show=show,
        kind="cancelled",
        public_from=news,
        announced_on=timezone.localdate(news),
    )
    article = ArticleFactory(shows=[show], kind="explainer", scheduled=True)
    url = desk_preview(article)
    link = make_link(article, lifetime=timedelta(hours=20))

    now = client.get(url)
    then = client.get(f"{url}?at=publication")
    outside = outsider.get(f"{path_of(link)}?at=publication")

    assert "ancelled" not in now.content.decode()
    assert "ancelled" in then.content.decode()
    assert "ancelled" not in outside.content.decode()


def test_save_and_preview_leads_to_the_page_of_previews(client, writer):
    article = ArticleFactory()

    response = client.get(page_of(article), {"version": "1"})
    page = response.content.decode()

    assert 'title="Version 1 on a phone"' in page
    assert 'title="Version 1 on a desktop"' in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [("phone", "on a phone", "on a desktop"), ("desktop", "on a desktop", "on a ph")],
)
def test_a_width_can_be_chosen_without_scripts(client, writer, width, shown, hidden):
    page = client.get(page_of(ArticleFactory()), {"width": width}).content.decode()

    assert shown in page
    assert hidden not in page


def test_every_version_can_be_chosen(client, editor):
    article = ArticleFactory(reworked=True)

    page = client.get(page_of(article)).content.decode()

    assert re.search(r"Version 2, saved .* – draft", page)
    assert re.search(r"Version 1, saved .* – live", page)
    assert client.get(page_of(article), {"version": "1"}).status_code == 200


@pytest.mark.parametrize("number", ["3", "0", "x", "१", "9" * 30, "-1", "1e1"])
def test_a_version_that_is_not_there_is_not_found(client, editor, number):
    article = ArticleFactory()

    assert client.get(page_of(article), {"version": number}).status_code == 404


def test_only_a_scheduled_version_offers_its_moment(client, editor):
    scheduled = client.get(page_of(ArticleFactory(scheduled=True))).content.decode()
    draft = client.get(page_of(ArticleFactory())).content.decode()

    assert "As it will be on" in scheduled
    assert "As it will be on" not in draft


@pytest.mark.parametrize("saves", [2, 70])
def test_the_page_of_previews_costs_the_same_however_often_it_was_saved(
    client, editor, saves, django_assert_max_num_queries
):
    article = ArticleFactory()
    for _ in range(saves):
        publishing.save_version(article, by=editor)

    with django_assert_max_num_queries(11):
        response = client.get(page_of(article))

    assert response.status_code == 200


# Links: what somebody outside gets


def test_somebody_outside_reads_the_version_without_an_account(outsider):
    article = ArticleFactory(headline="For your eyes")
    link = make_link(article, label="Mara at the studio")

    response = outsider.get(path_of(link))
    page = response.content.decode()

    assert response.status_code == 200
    assert "For your eyes" in page
    assert "Preview for Mara at the studio, not published." in page
    assert f"{timezone.localtime(link.expires_at):%H:%M %Z}" in page
    assert page.index("Preview for Mara") < page.index("<main")


def test_what_somebody_outside_gets_is_kept_and_found_by_nobody(outsider):
    response = outsider.get(path_of(make_link(ArticleFactory())))

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "ETag" not in response
    page = response.content.decode()
    assert 'name="robots" content="noindex, nofollow"' in page
    assert "canonical" not in page


def test_a_link_tells_nothing_of_the_newsroom(outsider):
    article = ArticleFactory(
        owner=make_writer("secretwriter"), internal_note="Secretnote for the desk"
    )
    link = make_link(article, by=make_editor("secreteditor"))

    page = outsider.get(path_of(link)).content.decode()

    assert "secretwriter" not in page
    assert "secreteditor" not in page
    assert "Secretnote" not in page
    assert "/admin" not in page
    assert "csrf" not in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_link_can_only_be_read(outsider, method):
    url = path_of(make_link(ArticleFactory()))

    assert getattr(outsider, method)(url).status_code == 405
    assert outsider.head(url).status_code == 200


def test_a_link_shows_its_version_and_none_that_was_saved_later(outsider, writer):
    article = ArticleFactory()
    link = make_link(article)
    article.headline = "Typed afterwards"
    article.save()
    publishing.save_version(article, by=writer)

    assert "Typed afterwards" not in outsider.get(path_of(link)).content.decode()


def test_tokens_are_long_random_and_never_the_same():
    article = ArticleFactory()

    tokens = {make_link(article).token for _ in range(5)}

    assert len(tokens) == 5
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)


def over(article, link, time_machine):
    time_machine.move_to(link.expires_at)


def taken_back(article, link, time_machine):
    sharing.revoke(article, link, by=make_editor())


def killed(article, link, time_machine):
    publishing.kill(article, by=make_editor(), reason="Not true")


def held(article, link, time_machine):
    admin = make_editor("lawyer")
    admin.is_superuser = True
    admin.save()
    publishing.hold(article, by=admin, reason="A letter from a lawyer")


def deleted(article, link, time_machine):
    publishing.delete(article, by=make_editor())


def left(article, link, time_machine):
    link.made_by.is_active = False
    link.made_by.save()


def never_made(article, link, time_machine):
    link.token = "A" * 43


def cut_off(article, link, time_machine):
    link.token = link.token[:-1]


ENDS = [over, taken_back, killed, held, deleted, left, never_made, cut_off]


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_opens_nothing_always_gets_the_same_answer(
    outsider, end, time_machine
):
    article = ArticleFactory(headline="Secretheadline")
    link = make_link(article)
    wrong = outsider.get("/preview/wrong/")

    end(article, link, time_machine)
    with CaptureQueriesContext(connection) as queries:
        response = outsider.get(path_of(link))

    assert nothing_here(response)
    assert main_of(response) == main_of(wrong)
    assert "Secretheadline" not in response.content.decode()
    assert "Mara" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    about_links = [q for q in queries if "previewlink" in q["sql"]]
    assert len(about_links) == 1


@pytest.mark.parametrize(
    "token",
    ["1", "..%2f..", "%20", "x" * 5000, "सच", "1:2:3", ":", "' or 1=1--", "%25"],
)
def test_no_token_breaks_the_page(outsider, editor, client, token):
    for browser in (outsider, client):
        assert browser.get(f"/preview/{token}/").status_code in (302, 404)


def test_a_link_works_until_its_last_second(outsider, time_machine):
    link = make_link(ArticleFactory(), lifetime=timedelta(hours=1))

    time_machine.move_to(link.expires_at - timedelta(seconds=1))
    assert outsider.get(path_of(link)).status_code == 200
    time_machine.move_to(link.expires_at)
    assert outsider.get(path_of(link)).status_code == 404


def test_a_link_never_works_longer_than_three_days_whatever_its_row_says(
    outsider, time_machine
):
    link = make_link(ArticleFactory())
    PreviewLink.objects.update(expires_at=link.created_at + timedelta(days=30))

    time_machine.move_to(link.created_at + timedelta(hours=72))

    assert outsider.get(path_of(link)).status_code == 404


# Links and publication


def test_publishing_ends_the_links_and_leads_their_readers_to_the_story(outsider):
    article = ArticleFactory()
    link = make_link(article)

    publishing.publish(article, by=make_editor())
    response = outsider.get(path_of(link))

    assert response.status_code == 302
    assert response.url == article.get_absolute_url()
    assert response["Cache-Control"] == "private, no-store"
    link.refresh_from_db()
    assert link.expires_at <= timezone.now()


def test_a_link_ends_by_the_clock_when_its_version_goes_out(outsider, time_machine):
    article = ArticleFactory(scheduled=True)
    goes_out = article.versions.get().live_from
    link = make_link(article, lifetime=timedelta(hours=72))

    assert link.expires_at == goes_out
    assert outsider.get(path_of(link)).status_code == 200
    time_machine.move_to(goes_out)
    assert outsider.get(path_of(link)).url == article.get_absolute_url()


def test_scheduling_shortens_the_links_that_are_out_already():
    article = ArticleFactory()
    link = make_link(article)
    at = timezone.now() + timedelta(hours=2)

    publishing.schedule(article, by=make_editor(), at=at)

    link.refresh_from_db()
    assert link.expires_at == at


def test_a_link_taken_back_leads_nowhere_even_when_the_story_is_live(outsider):
    article = ArticleFactory(reworked=True)
    link = make_link(article)

    sharing.revoke(article, link, by=make_editor())

    assert nothing_here(outsider.get(path_of(link)))


@pytest.mark.parametrize("takedown", ["unpublish", "retract"])
def test_taking_a_story_down_takes_its_links_back(outsider, takedown):
    article = ArticleFactory(reworked=True)
    link = make_link(article)
    details = {"notice": "A hoax."} if takedown == "retract" else {}

    getattr(publishing, takedown)(article, by=make_editor(), **details)

    assert nothing_here(outsider.get(path_of(link)))


def test_a_fix_of_the_live_story_leaves_links_to_the_draft_alone(outsider):
    article = ArticleFactory(reworked=True)
    link = make_link(article)

    publishing.fix_live(
        article,
        {"standfirst": "Dates, cast and the trailer."},
        by=make_editor(),
        live_number=live_version(article).number,
    )

    assert outsider.get(path_of(link)).status_code == 200


def test_reviving_a_killed_story_revives_no_link(outsider):
    article = ArticleFactory()
    link = make_link(article)
    publishing.kill(article, by=make_editor(), reason="Not true")

    publishing.revive(article, by=make_editor())

    assert nothing_here(outsider.get(path_of(link)))


def test_a_show_of_which_nobody_may_know_is_not_told(outsider):
    show = ShowFactory(title="Secretshow")
    AnnouncementFactory(show=show, public_from=timezone.now() + timedelta(days=5))
    article = ArticleFactory(shows=[show])

    page = outsider.get(path_of(make_link(article))).content.decode()

    assert "Secretshow" not in page


# Making a link and taking it back


@pytest.mark.parametrize("hours", [73, 0, -1, 10_000])
def test_no_link_works_longer_than_three_days(hours):
    with pytest.raises(ValidationError, match="72 hours"):
        make_link(ArticleFactory(), lifetime=timedelta(hours=hours))


@pytest.mark.parametrize("label", ["", "   ", "x" * 101])
def test_a_link_says_in_few_words_who_it_is_for(label):
    with pytest.raises(ValidationError, match="who the link is for"):
        make_link(ArticleFactory(), label=label)


def test_what_readers_can_see_takes_no_link():
    with pytest.raises(ValidationError, match="Readers can see this version"):
        make_link(ArticleFactory(published=True))


def test_a_version_of_another_story_is_refused():
    article = ArticleFactory()
    foreign = ArticleFactory().versions.get()

    with pytest.raises(ValidationError, match="another story"):
        sharing.share(
            article,
            foreign,
            by=make_editor(),
            label="Mara",
            lifetime=timedelta(hours=1),
        )


def test_links_to_one_story_are_not_without_end(monkeypatch):
    monkeypatch.setattr(sharing, "MOST", 2)
    article = ArticleFactory()
    make_link(article)
    make_link(article)

    with pytest.raises(ValidationError, match="Take some back"):
        make_link(article)


def test_sharing_and_taking_back_are_logged_without_the_token():
    article = ArticleFactory()
    link = make_link(article)
    sharing.revoke(article, link, by=make_editor())
    sharing.revoke(article, link, by=make_editor())

    lines = list(LogLine.objects.filter(article=article).order_by("pk"))

    assert [line.verb for line in lines] == [Verb.SHARE, Verb.REVOKE]
    assert lines[0].version_number == 1
    assert "For Mara, until" in lines[0].detail
    assert all(link.token not in line.detail for line in lines)


def test_another_writer_neither_shares_nor_takes_back():
    article = ArticleFactory(reworked=True)
    link = make_link(article)
    other = make_writer("other")

    with pytest.raises(PermissionDenied):
        make_link(article, by=other)
    with pytest.raises(PermissionDenied):
        sharing.revoke(article, link, by=other)

    link.refresh_from_db()
    assert link.revoked_at is None


def test_a_co_writer_takes_back_only_their_own():
    other = make_writer("other")
    article = ArticleFactory(authors=[make_author(other)])
    theirs = make_link(article, by=other)
    owners = make_link(article)

    sharing.revoke(article, theirs, by=other)
    with pytest.raises(PermissionDenied):
        sharing.revoke(article, owners, by=other)


def test_the_desk_makes_a_link_and_takes_it_back(client, writer, outsider):
    article = ArticleFactory()
    url = page_of(article, "preview_links")

    client.post(url, {"label": "Mara", "version": "1", "hours": "72"}, follow=True)
    link = article.preview_links.get()
    page = client.get(url).content.decode()

    assert link.made_by == writer
    assert link.expires_at == link.created_at + timedelta(hours=72)
    assert link_url(link) in page
    assert outsider.get(path_of(link)).status_code == 200

    client.post(page_of(article, "preview_links_revoke"), {"link": link.pk})

    assert nothing_here(outsider.get(path_of(link)))
    page = client.get(url).content.decode()
    assert "Taken back on" in page
    assert link.token not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"label": "", "version": "1", "hours": "1"},
        {"label": "Mara", "version": "1", "hours": "100"},
        {"label": "Mara", "version": "2", "hours": "1"},
        {"label": "Mara", "version": "x", "hours": "x"},
        {},
    ],
)
def test_a_wrong_form_makes_no_link(client, writer, typed):
    article = ArticleFactory()

    response = client.post(page_of(article, "preview_links"), typed)

    assert response.status_code == 422
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("trait", ["draft", "live"])
def test_another_writer_learns_of_no_link_and_makes_none(client, writer, trait):
    other = make_writer("other")
    article = ArticleFactory(owner=other, reworked=trait == "live")
    link = make_link(article, label="Secretfriend")
    links, back = (
        page_of(article, "preview_links"),
        page_of(article, "preview_links_revoke"),
    )

    answers = [
        client.get(links),
        client.post(links, {"label": "Me", "version": "1", "hours": "1"}),
        client.post(back, {"link": link.pk}),
    ]

    expected = 403 if trait == "live" else 404
    assert [answer.status_code for answer in answers] == [expected] * 3
    assert all("Secretfriend" not in answer.content.decode() for answer in answers)
    preview = client.get(page_of(article))
    assert "Links for people outside" not in preview.content.decode()
    assert PreviewLink.objects.count() == 1
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_a_refused_attempt_stands_in_the_log(client, writer):
    article = ArticleFactory(owner=make_writer("other"), reworked=True)

    client.post(page_of(article, "preview_links"), {"label": "Me"})

    line = LogLine.objects.get(article=article, verb=Verb.SHARE)
    assert line.refused
    assert line.by == writer


def test_a_link_of_another_story_is_not_there(client, editor):
    link = make_link(ArticleFactory())
    back = page_of(ArticleFactory(), "preview_links_revoke")

    for pk in (link.pk, 0, "x", "9" * 40, "", "-1"):
        assert client.post(back, {"link": pk}).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_getting_an_address_takes_no_link_back(client, editor):
    article = ArticleFactory()
    link = make_link(article)

    response = client.get(page_of(article, "preview_links_revoke"), {"link": link.pk})

    assert response.status_code == 405
    link.refresh_from_db()
    assert link.revoked_at is None


def test_writes_need_the_token_against_forgery():
    article = ArticleFactory()
    link = make_link(article)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_editor())

    back = strict.post(page_of(article, "preview_links_revoke"), {"link": link.pk})
    new = strict.post(page_of(article, "preview_links"), {"label": "Me"})

    assert (back.status_code, new.status_code) == (403, 403)
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_nobody_outside_comes_to_the_pages_of_the_desk(outsider):
    article = ArticleFactory()

    for name in ("preview", "preview_links", "preview_links_revoke"):
        response = outsider.get(page_of(article, name))
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


def test_a_killed_story_offers_no_link(client, editor):
    article = ArticleFactory()
    publishing.kill(article, by=editor, reason="Not true")

    page = client.get(page_of(article, "preview_links")).content.decode()

    assert "The story was killed" in page
    assert "Make a link" not in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_links_costs_the_same_however_many_there_are(
    client, editor, count, django_assert_max_num_queries
):
    article = ArticleFactory()
    for number in range(count):
        maker = make_editor(f"editor {number}")
        make_link(article, by=maker, label=f"Reader {number}")

    with django_assert_max_num_queries(14):
        response = client.get(page_of(article, "preview_links"))

    assert len(response.context["rows"]) == min(count, 25)


# Nothing is written


def only_reads(sql):
    """On PostgreSQL a hot query is prepared once, and from then on executed."""
    return re.match(r"[( ]*(SELECT|PREPARE \w+ AS SELECT|EXECUTE) ", sql)


@pytest.mark.parametrize("who", ["desk", "page", "outsider"])
def test_a_preview_writes_nothing(client, editor, outsider, who):
    show = ShowFactory()
    AnnouncementFactory(show=show)
    article = ArticleFactory(shows=[show], tags=["zombies"], scheduled=True)
    link = make_link(article, lifetime=timedelta(hours=1))
    before = Article.objects.values().get(pk=article.pk)

    with CaptureQueriesContext(connection) as queries:
        if who == "desk":
            response = client.get(f"{desk_preview(article)}?at=publication")
        elif who == "page":
            response = client.get(page_of(article))
        else:
            response = outsider.get(path_of(link))

    assert response.status_code == 200
    assert queries
    assert [q["sql"] for q in queries if not only_reads(q["sql"])] == []
    assert Article.objects.values().get(pk=article.pk) == before
