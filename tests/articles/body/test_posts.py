"""Posts and videos of other sites: read without asking, kept whatever becomes of them."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site_settings
from django.urls import reverse
from django.utils import timezone

from articles.body import posts
from articles.body.markup import POST
from articles.body.posts import read_address, refusal
from articles.body.rendering import render_body
from articles.body.sanitising import excerpt, plain_text, sanitise
from articles.checking.checklist import check
from articles.claims.reading import read_body
from articles.differences.comparing import compare_bodies
from articles.embeds import picture_ids
from images import withdrawal
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import TrailerFactory
from tests.structured import nodes

TWEET = "https://x.com/demo_desk/status/1987654321098765432"
VIDEO = "https://www.youtube.com/watch?v=1ovgxN2VWNc"


def post(words="<p>The roof is taken.</p>", *, address=TWEET, picture=None, **said):
    told = "".join(f' data-{name}="{value}"' for name, value in said.items())
    still = (
        f'<figure data-embed="picture" data-id="{picture.pk}"></figure>'
        if picture
        else ""
    )
    return (
        f'<figure class="post" data-address="{address}"{told}>'
        f"<blockquote>{words}</blockquote>{still}</figure>"
    )


def page(body, **options):
    return render_body(sanitise(body), moment=timezone.now(), **options)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://twitter.com/demo_desk/status/123?ref_src=twsrc%5Etfw&s=20", "https://x.com/demo_desk/status/123"),
        ("mobile.twitter.com/demo_desk/status/123/photo/1", "https://x.com/demo_desk/status/123"),
        ("https://x.com/i/web/status/123", "https://x.com/i/status/123"),
        ("https://x.com/i/status/123", "https://x.com/i/status/123"),
        ("https://www.instagram.com/p/DAbc_-12345/?igsh=abc", "https://www.instagram.com/p/DAbc_-12345/"),
        ("https://www.instagram.com/demo.desk/reel/DAbc12345/", "https://www.instagram.com/reel/DAbc12345/"),
        ("http://instagram.com/tv/DAbc12345", "https://www.instagram.com/p/DAbc12345/"),
        ("https://www.tiktok.com/@demo.desk/video/7301234567890123456?lang=en", "https://www.tiktok.com/@demo.desk/video/7301234567890123456"),
        ("https://www.youtube.com/watch?list=PL1&v=1ovgxN2VWNc&si=x", VIDEO),
        ("youtu.be/1ovgxN2VWNc?si=x", VIDEO),
        ("https://youtu.be/1ovgxN2VWNc?t=1m30s", f"{VIDEO}&t=90s"),
        ("https://m.youtube.com/live/1ovgxN2VWNc?feature=share", VIDEO),
        ("https://www.youtube-nocookie.com/embed/1ovgxN2VWNc?start=90", f"{VIDEO}&t=90s"),
        ("https://youtube.com/shorts/1ovgxN2VWNc?feature=share", "https://www.youtube.com/shorts/1ovgxN2VWNc"),
        ("https://vimeo.com/channels/staffpicks/123456789", "https://vimeo.com/123456789"),
        ("https://player.vimeo.com/video/123456789?h=abcdef0123&dnt=1", "https://vimeo.com/123456789/abcdef0123"),
        ("https://vimeo.com/123456789/abcdef0123?share=copy", "https://vimeo.com/123456789/abcdef0123"),
    ],
)  # fmt: skip
def test_an_address_is_read_in_every_form_its_site_gives_it(typed, url):
    address = read_address(typed)

    assert address.url == url
    assert read_address(url) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://x.com/demo_desk",
        "https://x.com.evil.example/demo_desk/status/123",
        "https://evil.example/x.com/demo_desk/status/123",
        "https://x.com@evil.example/demo/status/123",
        "https://x.com:8443/demo/status/123",
        "javascript://x.com/demo/status/123",
        "https://x.com/demo/status/12\u0663",
        "https://x.com/demo/status/123456789012345678901",
        "https://www.instagram.com/stories/demo/123/",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch?v=1ovgxN2VWNc%22onload",
        "https://youtu.be/../../evil",
        "https://vimeo.com/about",
        "https://vm.tiktok.com/ZMabc/",
        "https://www.tiktok.com/@demo",
        "https://[::1/status/1",
        "https://x.com/" + "a" * 3000,
    ],
)
def test_any_other_address_is_none(typed):
    assert read_address(typed) is None
    assert refusal(typed).endswith(".")


def test_frames_lead_to_hosts_that_the_policy_allows_and_to_no_others():
    addresses = [
        TWEET,
        VIDEO,
        "https://www.youtube.com/shorts/1ovgxN2VWNc",
        "https://www.instagram.com/p/DAbc12345/",
        "https://www.tiktok.com/@demo.desk/video/7301234567890123456",
        "https://vimeo.com/123456789/abcdef0123",
    ]

    frames = [urlsplit(read_address(address).frame) for address in addresses]

    assert {frame.scheme for frame in frames} == {"https"}
    assert {frame.hostname for frame in frames} == set(posts.FRAME_HOSTS)
    assert set(site_settings.SECURE_CSP["frame-src"]) == {
        f"https://{host}" for host in posts.FRAME_HOSTS
    }
    assert "dnt=1" in frames[-1].query
    assert "h=abcdef0123" in frames[-1].query


def test_a_post_is_stored_with_its_words_and_who_said_them():
    stored = sanitise(
        post(
            "The <b>roof</b> is taken.<ul><li>All of it</ul>",
            author="Demo  desk",
            handle="@demo_desk",
            date="2026-11-10",
            duration="soon",
        )
    )

    assert sanitise(stored) == stored
    assert stored == (
        f'<figure class="post" data-address="{TWEET}" data-author="Demo desk"'
        ' data-handle="demo_desk" data-date="2026-11-10">'
        f'<blockquote cite="{TWEET}"><p>The <strong>roof</strong> is taken.</p>'
        "<p>All of it</p></blockquote><figcaption>Demo desk (@demo_desk),"
        f' <a href="{TWEET}">10 November 2026 on X</a></figcaption></figure>'
    )


def test_a_caption_that_a_browser_sent_is_dropped():
    html = post().replace("</figure>", "<figcaption>Lies</figcaption></figure>")

    assert "Lies" not in sanitise(html)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "javascript:alert(1)", "", '&quot;&gt;"']
)
def test_a_post_of_nowhere_is_only_its_words(address):
    stored = sanitise(post(address=address))

    assert stored == "<blockquote><p>The roof is taken.</p></blockquote>"


@pytest.mark.parametrize("day", ["2026-02-30", "10 November"])
def test_a_day_that_is_none_is_left_out(day):
    assert "data-date" not in sanitise(post(date=day))


def test_a_post_inside_a_list_follows_it():
    stored = sanitise(f"<ul><li>a{post()}</li></ul><p>b</p>")

    assert stored.startswith("<ul><li>a</li></ul><figure")
    assert POST.search(stored)


TWEET_CODE = (
    '<blockquote class="twitter-tweet" data-theme="dark"><p lang="en" dir="ltr">The '
    'roof is <b>taken</b>. <a href="https://t.co/abc">pic.twitter.com/abc</a></p>'
    "&mdash; Demo desk (@demo_desk)\n "
    f'<a href="{TWEET.replace("x.com", "twitter.com")}?ref_src=twsrc">November 10, 2026'
    '</a></blockquote><script async src="https://platform.twitter.com/widgets.js">'
    "</script>"
)
TIKTOK_CODE = (
    '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@desk/video/123456789"'
    ' data-video-id="123456789"><section><a href="https://www.tiktok.com/@desk">@desk</a>'
    " <p>Behind the scenes</p> <a href='https://www.tiktok.com/music/x-1'>♬ sound</a>"
    "</section></blockquote>"
)
INSTAGRAM_CODE = (
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram'
    '.com/reel/C1abc_-/?utm_source=ig_embed"><div><a href="#">View this post</a><p><a '
    'href="#">A post shared by Demo desk (@demo.desk)</a></p></div></blockquote>'
)


@pytest.mark.parametrize(
    ("code", "address", "said", "words"),
    [
        (
            TWEET_CODE,
            TWEET,
            ' data-author="Demo desk" data-handle="demo_desk" data-date="2026-11-10"',
            "<p>The roof is <strong>taken</strong>. pic.twitter.com/abc</p>",
        ),
        (
            TIKTOK_CODE,
            "https://www.tiktok.com/@desk/video/123456789",
            ' data-handle="desk"',
            "<p>Behind the scenes</p>",
        ),
        (
            INSTAGRAM_CODE,
            "https://www.instagram.com/reel/C1abc_-/",
            ' data-author="Demo desk" data-handle="demo.desk"',
            None,
        ),
        (
            '<iframe width="560" src="//www.youtube.com/embed/1ovgxN2VWNc?si=x"'
            ' title="Our trailer" allowfullscreen>no frames</iframe>',
            VIDEO,
            ' data-title="Our trailer"',
            None,
        ),
        (
            '<iframe src="https://player.vimeo.com/video/123456?h=abcdef0123"></iframe>',
            "https://vimeo.com/123456/abcdef0123",
            "",
            None,
        ),
        (
            '<figure class="wp-block-embed is-type-video"><div class='
            f'"wp-block-embed__wrapper">\n{VIDEO}\n</div><figcaption>Ours</figcaption>'
            "</figure>",
            VIDEO,
            "",
            "<p>Ours</p>",
        ),
    ],
)
def test_code_to_embed_a_post_is_stored_as_our_block(code, address, said, words):
    stored = sanitise(f"<p>Before</p>{code}<p>After</p>")

    match = POST.search(stored)
    assert stored.startswith("<p>Before</p><figure")
    assert stored.endswith("</figure><p>After</p>")
    assert match["address"] == address
    assert match["post_said"] == said
    assert match["quoted"] == words
    assert sanitise(stored) == stored


@pytest.mark.parametrize(
    "code",
    [
        '<iframe src="https://evil.example/embed/1ovgxN2VWNc"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        f'<iframe src="{TWEET}"></iframe>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        '<blockquote class="twitter-tweet"><p>Said</p></blockquote>',
        '<figure class="wp-block-embed"><p>https://evil.example/</p></figure>',
    ],
)
def test_other_code_is_no_post(code):
    assert POST.search(sanitise(f"<p>x</p>{code}")) is None


def test_code_of_a_post_in_a_paragraph_or_an_item_follows_it():
    video = f'<iframe src="{VIDEO.replace("watch?v=", "embed/")}"></iframe>'

    assert sanitise(f"<p>One {video} two</p>").count("<p>") == 2
    stored = sanitise(f"<ul><li>One {TWEET_CODE}</li></ul>")
    assert stored.startswith("<ul><li>One</li></ul><figure")


def test_what_others_say_is_no_claim_of_ours_and_has_no_live_facts():
    fact = '<span data-fact="status" data-show="7" data-form="phrase">is renewed</span>'
    stored = sanitise(
        post(f"<p>It {fact}.</p>") + post(fact).replace("blockquote", "div")
    )

    assert "data-fact" not in stored
    assert "It is renewed." in plain_text(stored)
    assert [each for each in read_body(stored, []) if "renewed" in each.own] == []


@pytest.mark.django_db
class TestOnThePage:
    def test_its_words_stand_there_and_nothing_is_loaded(self):
        body = post(author="Demo desk", handle="demo_desk", date="2026-11-10")

        rendered = page(body)

        assert "<p>The roof is taken.</p>" in rendered.html
        assert "Demo desk (@demo_desk)" in rendered.html
        assert '<time datetime="2026-11-10">10 November 2026</time>' in rendered.html
        assert f'href="{TWEET}"' in rendered.html
        assert "<iframe" not in rendered.html
        assert "<script" not in rendered.html
        assert rendered.scripts == ["js/player.js"]

    def test_a_video_is_a_picture_that_leads_to_it(self):
        still = ImageFactory(alt_text="A train", credit="Courtesy of Next")
        body = post(
            "<p>A train leaves.</p>",
            address=VIDEO,
            picture=still,
            title="The trailer",
            author="Next & Co".replace("&", "&amp;"),
            duration="2:31",
        )

        html = page(body).html

        assert f'href="{VIDEO}"' in html
        assert "The trailer" in html
        assert "Next &amp; Co, 2:31" in html
        assert "youtube-nocookie.com/embed/1ovgxN2VWNc" in html
        assert "Courtesy of Next" in html

    def test_its_words_are_escaped(self):
        html = page(post(author="&lt;script&gt;alert(1)&lt;/script&gt;")).html

        assert "<script>" not in html
        assert "&lt;script&gt;" in html

    def test_its_picture_counts_as_used_and_may_be_withdrawn(self):
        picture = ImageFactory(alt_text="A red roof")
        body = post(picture=picture)
        assert picture_ids(sanitise(body)) == [picture.pk]
        assert "A red roof" in page(body).html

        withdrawal.withdraw(picture, by=make_editor(), reason="They asked for it.")

        rendered = page(body)
        assert "A red roof" not in rendered.html
        assert "The roof is taken." in rendered.html
        assert [each.id for each in rendered.missing] == [picture.pk]

    def test_search_engines_are_told_of_a_video_with_all_they_ask_for(self, client):
        whole = post(
            "<p>A train leaves.</p>",
            address=VIDEO,
            picture=ImageFactory(),
            title="The trailer",
            date="2026-11-10",
            duration="1:02:31",
        )
        bare = post(address=VIDEO, title="Another")
        telling = whole.replace("The trailer", "Who leaves by it")
        hidden = f"<details><summary>Spoiler</summary>{telling}</details>"
        article = ArticleFactory(body=hidden + whole + bare, published=True)

        response = client.get(f"/articles/{article.slug}/")
        video = nodes(response)["VideoObject"]

        head, body = response.text.split("</head>")
        assert "Who leaves by it" not in head
        assert "Who leaves by it" in body
        assert video["name"] == "The trailer"
        assert video["uploadDate"] == "2026-11-10"
        assert video["duration"] == "PT1H2M31S"
        assert video["description"] == "A train leaves."
        assert video["thumbnailUrl"]
        assert "youtube-nocookie.com/embed/1ovgxN2VWNc" in video["embedUrl"]

    def test_they_are_told_of_a_trailer_too(self, client):
        trailer = TrailerFactory(
            title="The trailer",
            poster=ImageFactory(),
            # Before the story, also where that came out before midnight.
            published_on=timezone.localdate() - timedelta(days=1),
        )
        figure = f'<figure data-embed="trailer" data-id="{trailer.show_id}"></figure>'
        article = ArticleFactory(body=f"<p>Look.</p>{figure}", published=True)

        video = nodes(client.get(f"/articles/{article.slug}/"))["VideoObject"]

        assert video["name"] == "The trailer"

    def test_feeds_have_its_words_and_where_they_are_from(self, client):
        ArticleFactory(body=post(author="Demo desk", date="2026-11-10"), published=True)

        text = client.get("/feed.atom").content.decode()

        assert "The roof is taken." in text
        assert "10 November 2026 on X" in text
        assert "data-address" not in text

    def test_words_of_others_are_not_the_beginning_of_a_story(self):
        assert excerpt(sanitise(post("<p>Canary</p>") + "<p>It begins.</p>")) == (
            "It begins."
        )

    def test_comparison_says_what_changed_in_it(self):
        before = sanitise(post("<p>The roof is taken now.</p>", author="Demo desk"))
        after = sanitise(post("<p>The roof is free now.</p>", author="Demo room"))

        (block,) = compare_bodies(before, after).blocks

        assert block.fate == "changed"
        assert "<del>taken</del><ins>free</ins>" in block.html
        assert "<del>desk</del><ins>room</ins>" in block.html

    @pytest.mark.parametrize(
        ("body", "sentence"),
        [
            (post("", author="Demo desk"), "stands nowhere"),
            (post(), "does not say whose"),
            (post("", address=VIDEO, author="Next"), "stands nowhere"),
        ],
    )
    def test_the_checklist_says_what_would_be_lost(self, body, sentence):
        article = ArticleFactory()
        content = article.versions.get().content | {"body": sanitise(body)}

        advice = check(content, at=timezone.now(), article=article).advice

        (said,) = [item.reason for item in advice if item.label == "Posts and videos"]
        assert sentence in said

    def test_the_editor_is_told_what_an_address_leads_to(self, client):
        client.force_login(make_writer())
        address = reverse("choosers:posts")

        found = client.get(address, {"address": f"{TWEET}?s=20"})
        refused = client.get(address, {"address": "https://t.co/abc"})

        assert json.loads(found.content) == {
            "address": TWEET,
            "site": "X",
            "isVideo": False,
            "by": "demo_desk",
        }
        assert refused.status_code == 400
        assert "short address" in json.loads(refused.content)["error"]

    def test_it_tells_readers_nothing(self, client):
        response = client.get(reverse("choosers:posts"), {"address": TWEET})

        assert response.status_code == 403
