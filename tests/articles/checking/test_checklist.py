"""What stops a publication, what only advises, and one explainer for each question."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.body.sanitising import sanitise
from articles.checking.checklist import check
from articles.checking.readiness import dead_links, problems, unfinished
from articles.models import Article
from tests.factories.articles import ArticleFactory, lead_picture
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db


def content_of(article, **changes):
    return article.versions.first().content | changes


def problems_of(article, at=None, **changes):
    at = at or timezone.now()
    return problems(content_of(article, **changes), at=at, article=article)


def advice_of(article, at=None, viewer=None, **changes):
    content = content_of(article, **changes)
    found = check(content, at=at or timezone.now(), article=article, viewer=viewer)
    return {item.label: item.reason for item in found.advice}


# Hard rules


def test_a_version_of_before_a_field_was_added_is_judged_like_any():
    article = ArticleFactory()
    content = content_of(article)
    del content["disclosure"], content["verdict"]

    found = check(content, at=timezone.now(), article=article)

    assert found.is_ready


def test_the_plain_story_is_ready():
    assert problems_of(ArticleFactory()) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"headline": " "}, "The story needs a headline."),
        ({"body": "<p> </p>"}, "The story needs a body."),
        ({"bylines": []}, "The story needs a byline."),
        ({"section": None}, "The story needs a section."),
        ({"lead_image": None}, "The story needs a lead picture."),
        ({"lead_image": 999}, "The story needs a lead picture."),
        ({"kind": "review"}, "A review needs a verdict."),
        ({"rating": "4.5"}, "Only a review has a rating."),
    ],
)
def test_what_is_missing_stops_a_publication(changes, sentence):
    assert problems_of(ArticleFactory(), **changes) == [sentence]


def test_a_story_nobody_named_has_no_address_yet():
    article = ArticleFactory(slug="untitled-3")

    assert problems_of(article) == ["The story needs an address."]


def test_a_lead_picture_says_what_it_shows_or_that_it_is_decorative():
    silent = ImageFactory(without_files=True, alt_text="")
    decorative = ImageFactory(without_files=True, decorative=True)
    article = ArticleFactory()

    assert "needs alternative text" in problems_of(article, lead_image=silent.pk)[0]
    assert problems_of(article, lead_image=decorative.pk) == []


def test_the_rights_to_the_lead_picture_must_run_at_the_moment_of_publication():
    today = timezone.localdate()
    image = ImageFactory(without_files=True, rights_end_on=today + timedelta(days=3))
    article = ArticleFactory(lead_image=image)

    assert problems_of(article) == []
    later = problems_of(article, at=timezone.now() + timedelta(days=4))
    assert "rights to the lead picture end on" in later[0]


def test_a_schedule_asks_for_the_rights_of_its_own_moment():
    today = timezone.localdate()
    image = ImageFactory(without_files=True, rights_end_on=today + timedelta(days=3))
    article = ArticleFactory(lead_image=image)

    with pytest.raises(ValidationError, match="rights to the lead picture"):
        publishing.schedule(
            article, by=make_editor(), at=timezone.now() + timedelta(days=5)
        )


def link_to(slug, words="the other story"):
    return sanitise(f'<p>See <a href="/articles/{slug}/">{words}</a>.</p>')


def test_a_link_to_a_story_that_is_not_live_stops_it_without_its_headline():
    ArticleFactory(headline="Secretheadline", slug="other")
    article = ArticleFactory(body=link_to("other"))

    (problem,) = problems_of(article)

    assert "“the other story” (/articles/other/)" in problem
    assert "Secretheadline" not in problem


def test_a_link_to_what_is_live_by_then_is_fine():
    ArticleFactory(slug="tomorrow", scheduled=True)
    article = ArticleFactory(body=link_to("tomorrow"))

    assert problems_of(article) != []
    assert problems_of(article, at=timezone.now() + timedelta(days=2)) == []


@pytest.mark.parametrize("slug", ["nowhere", "untitled"])
def test_a_link_to_a_story_that_never_was_stops_it(slug):
    assert problems_of(ArticleFactory(body=link_to(slug))) != []


def test_links_that_lead_somewhere_stop_nothing(settings):
    ArticleFactory(slug="live", published=True)
    moved = ArticleFactory(slug="old", published=True)
    publishing.change_address(moved, "new", by=make_editor())
    body = "".join(link_to(slug) for slug in ("live", "old", "new", "me"))
    article = ArticleFactory(
        slug="me",
        body=body
        + sanitise(
            '<p><a href="https://example.org/articles/x/">a</a> <a href="/shows/">b</a>'
            f' <a href="{settings.SITE_URL}/articles/live/#part">c</a></p>'
        ),
    )

    assert problems_of(article) == []


def test_a_link_from_this_site_in_full_counts_too(settings):
    href = f"{settings.SITE_URL}/articles/nowhere/"
    article = ArticleFactory(body=sanitise(f'<p><a href="{href}">x</a></p>'))

    assert len(problems_of(article)) == 1


def test_what_can_wait_does_not_stop_a_submission():
    article = ArticleFactory(body=link_to("later"))

    publishing.submit(article, by=article.owner)

    article.refresh_from_db()
    assert article.state == Article.State.IN_REVIEW
    content = content_of(article)
    assert unfinished(content, at=timezone.now(), article=article) == []
    with pytest.raises(ValidationError, match="later"):
        publishing.publish(article, by=make_editor())


def test_what_is_missing_stops_a_submission_but_never_a_save():
    article = ArticleFactory(lead_image=None)

    assert article.versions.count() == 1
    with pytest.raises(ValidationError, match="lead picture"):
        publishing.submit(article, by=article.owner)


def test_a_fix_is_not_stopped_by_what_was_wrong_before():
    other = ArticleFactory(slug="other", published=True)
    article = ArticleFactory(body=link_to("other"), published=True)
    publishing.unpublish(other, by=make_editor())

    fix = publishing.fix_live(article, {"headline": "Better"}, by=make_editor())

    assert fix.live.headline == "Better"


@pytest.mark.parametrize("count", [1, 12])
def test_the_checklist_costs_the_same_however_much_it_checks(
    count, django_assert_num_queries
):
    season = SeasonFactory()
    stories = [ArticleFactory(slug=f"s{n}", published=True) for n in range(count)]
    pictures = [ImageFactory(without_files=True) for _ in range(count)]
    body = "".join(link_to(story.slug) for story in stories) + "".join(
        f'<figure data-embed="{kind}" data-id="{target.pk}"></figure>'
        for kind, target in (
            *(("picture", picture) for picture in pictures),
            *(("article", story) for story in stories),
        )
    )
    article = ArticleFactory(body=sanitise(body), kind="explainer", seasons=[season])
    content = content_of(article)
    editor = make_editor()
    editor.has_perm("articles.change_any_article")

    # Pictures, the lead among them; embeds of two kinds, stories that are linked to,
    # other explainers, seasons that are still a secret, links that moved.
    with django_assert_num_queries(7):
        found = check(content, at=timezone.now(), article=article, viewer=editor)

    assert found.is_ready


# Soft rules


def test_a_well_made_story_gets_no_advice():
    article = ArticleFactory(
        standfirst="Dates, cast and trailer of the season that nobody expected to see so soon.",
        shows=[ShowFactory()],
        tags=["zombies"],
    )

    assert advice_of(article) == {}


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("Standfirst", {"standfirst": ""}),
        ("Standfirst", {"standfirst": "Short."}),
        ("Standfirst", {"standfirst": "x" * 201}),
        ("Search title", {"headline": "x" * 61}),
        ("Search title", {"seo_title": "x" * 61}),
        ("Search description", {"seo_description": "Too short"}),
        ("Search description", {"seo_description": "x" * 156}),
        ("Headings", {"body": "<h3>Too deep</h3><p>x</p>"}),
        ("Headings", {"body": "<h2>A</h2><p>x</p><h4>Too deep</h4>"}),
        (
            "Headings",
            {"body": f"<h2>A</h2><p>{'word ' * 140}</p>" + f"<p>{'w ' * 161}</p>"},
        ),
        ("Paragraphs", {"body": f"<p>{'word ' * 151}</p>"}),
        ("Words of links", {"body": '<p><a href="https://e.org/">here</a></p>'}),
        ("Words of links", {"body": '<p><a href="https://e.org/">Click here.</a></p>'}),
        (
            "Words of links",
            {"body": '<p><a href="https://e.org/">https://e.org/</a></p>'},
        ),
        ("Tags", {"tags": []}),
        ("Show", {"shows": []}),
    ],
)
def test_what_could_be_better_is_advised_and_stops_nothing(label, changes):
    article = ArticleFactory(
        standfirst="Dates, cast and trailer of the season that nobody expected to see so soon.",
        shows=[ShowFactory()],
        tags=["zombies"],
    )

    assert label in advice_of(article, **changes)
    assert problems_of(article, **changes) == []


def test_a_list_need_not_be_about_a_show():
    assert "Show" not in advice_of(ArticleFactory(kind="list"))


def test_pictures_in_the_text_without_words_are_named():
    silent = ImageFactory(without_files=True, title="Still 7", alt_text="")
    figure = f'<figure data-embed="picture" data-id="{silent.pk}"></figure>'

    advice = advice_of(ArticleFactory(), body=sanitise(f"<p>x</p>{figure}"))

    assert "Still 7" in advice["Pictures in the text"]


def test_rights_that_end_soon_are_told():
    today = timezone.localdate()
    image = ImageFactory(without_files=True, rights_end_on=today + timedelta(days=5))

    assert "Rights" in advice_of(ArticleFactory(lead_image=image))
    assert "Rights" not in advice_of(ArticleFactory(lead_image=lead_picture()))


def test_dead_links_are_told_in_their_order():
    body = link_to("b", "second") + link_to("a", "first")

    found = dead_links(body, timezone.now())

    assert [link.text for link in found] == ["second", "first"]


# One explainer for each season and question


@pytest.fixture
def season():
    return SeasonFactory()


def explainer(season, **kwargs):
    kwargs.setdefault("question", "known")
    return ArticleFactory(kind="explainer", seasons=[season], **kwargs)


def rivals_of(article, viewer=None):
    at, viewer = timezone.now(), viewer or make_editor()
    return check(content_of(article), at=at, article=article, viewer=viewer).rivals


@pytest.mark.parametrize("state", [{}, {"published": True}, {"scheduled": True}])
def test_another_explainer_of_the_same_is_told(season, state):
    other = explainer(season, **state)

    assert rivals_of(explainer(season)) == [other]


def test_an_explainer_without_a_question_answers_the_usual_one(season):
    other = explainer(season, question="")

    assert rivals_of(explainer(season)) == [other]


def test_other_questions_seasons_and_kinds_are_no_rivals(season):
    explainer(season, question="ending")
    explainer(SeasonFactory())
    ArticleFactory(kind="news", seasons=[season])

    assert rivals_of(explainer(season)) == []
    explainer(season, question="other")
    assert rivals_of(explainer(season, question="other")) == []


def test_what_was_killed_or_retracted_has_made_room(season):
    killed = explainer(season)
    publishing.kill(killed, by=make_editor(), reason="It was a hoax.")
    explainer(season, retracted=True)

    assert rivals_of(explainer(season)) == []


def test_a_live_explainer_counts_though_its_draft_is_another_thing_now(season):
    other = explainer(season, published=True)
    content = content_of(other, kind="feature", question="")
    publishing.save_version(other, content, by=make_editor(), base=1)

    assert rivals_of(explainer(season)) == [other]


def test_nobody_learns_of_an_explainer_they_may_not_see(season):
    explainer(season, owner=make_writer("other"), headline="Secretheadline")
    article = explainer(season)

    assert rivals_of(article, viewer=article.owner) == []
    assert len(rivals_of(article, viewer=make_editor())) == 1
