from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import layouts, publishing
from articles.body.rendering import missing_embeds
from articles.body.sanitising import sanitise
from articles.models import Front
from articles.reading.previews import preview_url
from images.ingest import ingest
from images.models import Image
from images.renditions import file_names, make_renditions, picture_url
from images.usage import reach
from images.withdrawal import delete_left_files, withdraw
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory, UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory, picture_bytes, picture_file
from tests.factories.shows import (
    CreditFactory,
    PersonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/images/image/", "/admin/images/image/add/"
UPLOAD, LOOKUP = "/admin/pictures/upload/", "/admin/pictures/lookup/"
REASON = "The photographer asks us to."
WORDS = ("Canary title", "Canary alt", "Canary caption", "Canary credit")


def page(image, name):
    return f"/admin/images/image/{image.pk}/{name}/"


def files_in(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


def stored_file(image):
    with image.file.open("rb") as file:
        return file.read()


def embed(kind, target):
    return sanitise(
        f'<figure data-embed="{kind}" data-id="{target.pk}">'
        "<figcaption>…</figcaption></figure>"
    )


def sweep():
    out = StringIO()
    call_command("sweep_pictures", stdout=out)
    return out.getvalue()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def take_out(editor, django_capture_on_commit_callbacks):
    """Withdraws and commits."""

    def take_out(image, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return withdraw(image, **{"by": editor, "reason": REASON} | changes)

    return take_out


@pytest.fixture
def broken_storage(monkeypatch):
    """A storage that deletes nothing until it is repaired."""

    def fail(self, name):
        raise OSError("no answer")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", fail)
        yield patched


@pytest.fixture
def image():
    title, alt_text, caption, credit = WORDS
    return ImageFactory(
        title=title, alt_text=alt_text, caption=caption, credit=credit, width=1600
    )


@pytest.fixture
def everywhere(image):
    """Addresses of pages that all show the picture, for readers and for the desk."""
    show = ShowFactory(title="Andor", poster=image, backdrop=image)
    person = PersonFactory(name="Diego", portrait=image)
    CreditFactory(show=show, person=person)
    TrailerFactory(show=show, poster=image)
    author = AuthorFactory(name="Ada Quill", portrait=image)
    about = {
        "authors": [author],
        "shows": [show],
        "people": [person],
        "tags": ["Rebels"],
    }
    led = ArticleFactory(headline="Led", lead_image=image, published=True, **about)
    embedding = ArticleFactory(
        headline="Embedding",
        body="<p>Text.</p>"
        + embed("picture", image)
        + embed("article", led)
        + embed("show", show),
        published=True,
        reworked=True,
        **about,
    )
    coming = ArticleFactory(lead_image=image, scheduled=True)
    return [
        "/",
        "/articles/",
        led.get_absolute_url(),
        embedding.get_absolute_url(),
        f"/sections/{led.section.slug}/",
        "/tags/rebels/",
        "/shows/",
        "/shows/andor/",
        "/shows/andor/articles/",
        "/people/diego/",
        author.get_absolute_url(),
        *(preview_url(version) for version in embedding.versions.all()),
        preview_url(coming.versions.get()),
    ]


def prints(client, image, address):
    """What of the picture stands on a page."""
    text = client.get(address).text
    return {word for word in (image.rendition_key, *WORDS) if word in text}


# What is left


def test_a_withdrawn_picture_keeps_its_words_and_nothing_else(image, editor, take_out):
    take_out(image, reason="  They asked\n us to. ")

    image.refresh_from_db()
    assert image.is_withdrawn
    assert image.withdrawn_by == editor
    assert image.withdrawn_because == "They asked us to."
    assert str(image) == "Canary title (withdrawn)"
    assert (image.file.name, image.rendition_key, image.rendition_sizes) == ("", "", {})
    assert not image.may_be_shown(timezone.now())


def test_its_files_are_gone_from_the_storage(image, take_out, media_root):
    other = ImageFactory()

    take_out(image)

    assert {str(path.relative_to(media_root)) for path in files_in(media_root)} == set(
        file_names(other)
    )
    assert Image.objects.get(pk=image.pk).files_left == []


def test_its_files_stay_until_it_is_committed(image, editor, media_root):
    files = files_in(media_root)

    with transaction.atomic():
        withdraw(image, by=editor, reason=REASON)
        transaction.set_rollback(True)

    assert files_in(media_root) == files
    assert not Image.objects.get(pk=image.pk).is_withdrawn


def test_it_is_logged_with_the_reason(image, editor, take_out):
    take_out(image)

    entry = LogEntry.objects.get(object_id=str(image.pk))
    assert entry.user == editor
    assert REASON in entry.get_change_message()


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" \n", "Say why"), ("x" * 301, "at most 300")]
)
def test_a_reason_is_needed(image, editor, reason, sentence):
    with pytest.raises(ValidationError, match=sentence):
        withdraw(image, by=editor, reason=reason)


def test_it_is_withdrawn_once(image, editor, take_out, time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    take_out(image)

    with pytest.raises(ValidationError, match="already, on 20 November 2026"):
        withdraw(image, by=editor, reason="Again")

    assert Image.objects.get(pk=image.pk).withdrawn_because == REASON


@pytest.mark.parametrize("who", [make_writer, lambda: UserFactory(staff=True)])
def test_who_may_not_withdraw_does_not(image, who):
    with pytest.raises(PermissionDenied):
        withdraw(image, by=who(), reason=REASON)


def test_no_row_says_that_it_is_withdrawn_and_has_a_file(image, take_out):
    take_out(image)

    for column in ({"file": "originals/x.jpg"}, {"rendition_key": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Image.objects.filter(pk=image.pk).update(**column)


def test_crops_that_are_made_meanwhile_do_not_bring_it_back(
    image, take_out, media_root
):
    stale = Image.objects.get(pk=image.pk)
    original = stored_file(stale)
    take_out(image)
    default_storage.save(stale.file.name, ContentFile(original))

    with pytest.raises(IntegrityError), transaction.atomic():
        make_renditions(stale)

    assert [path.parent.name for path in files_in(media_root)] == ["originals"]


def test_what_is_left_is_not_deleted(image, take_out, desk):
    take_out(image)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [image.pk],
        "post": "yes",
    }

    assert desk.post(page(image, "delete"), {"post": "yes"}).status_code == 403
    assert "were withdrawn" in desk.post(LIST, chosen).text
    for delete in (image.delete, Image.objects.all().delete):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            delete()
    assert Image.objects.filter(pk=image.pk).exists()


# What readers see


def test_it_leaves_every_page_at_once(everywhere, image, desk, take_out):
    before = {address: prints(desk, image, address) for address in everywhere}
    assert all(image.rendition_key in found for found in before.values()), before

    take_out(image)

    after = {address: prints(desk, image, address) for address in everywhere}
    assert after == dict.fromkeys(everywhere, set())
    assert "og:image" not in desk.get(everywhere[2]).text


def test_it_leaves_the_feed_and_what_machines_read(everywhere, image, client, take_out):
    take_out(image)

    for address in ("/feed.xml", "/robots.txt"):
        assert prints(client, image, address) == set()


def test_no_page_costs_more_without_it(everywhere, image, desk, take_out):
    def costs():
        found = []
        for address in everywhere:
            desk.get(address)
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            found.append(len(queries))
        return found

    before = costs()
    take_out(image)

    assert all(now <= then for now, then in zip(costs(), before, strict=True))


def test_readers_are_not_sent_its_files_any_more(image, client, take_out):
    address = picture_url(image, "natural", 480)
    assert default_storage.exists(address.removeprefix("/media/"))

    take_out(image)

    assert client.get(address).status_code == 404


def test_initials_stand_where_a_portrait_stood(image, client, take_out):
    author = AuthorFactory(name="Ada Quill", portrait=image)
    story = ArticleFactory(authors=[author], published=True)
    person = PersonFactory(name="Diego Luna", portrait=image)
    CreditFactory(show=ShowFactory(title="Andor"), person=person)
    take_out(image)

    for address in (author.get_absolute_url(), story.get_absolute_url()):
        assert ">AQ</span>" in client.get(address).text
    for address in ("/people/diego-luna/", "/shows/andor/"):
        assert ">DL</span>" in client.get(address).text


def test_the_backdrop_stands_in_for_a_trailers_picture(image, client, take_out):
    backdrop = ImageFactory(width=1600)
    show = ShowFactory(title="Andor", backdrop=backdrop)
    TrailerFactory(show=show, poster=image)
    take_out(image)

    assert f"{backdrop.rendition_key}/lead" in client.get("/shows/andor/").text


def test_the_poster_stands_in_for_a_backdrop_that_is_shared(image, client, take_out):
    poster = ImageFactory(width=1600)
    ShowFactory(title="Andor", backdrop=image, poster=poster)
    take_out(image)

    assert f"{poster.rendition_key}/social" in client.get("/shows/andor/").text


def test_another_story_leads_the_home_page(image, take_out):
    now = timezone.now()
    bare = ArticleFactory(lead_image=image, published_at=now - timedelta(hours=1))
    pictured = ArticleFactory(
        lead_image=ImageFactory(), published_at=now - timedelta(hours=2)
    )
    assert layouts.compose(Front(is_home=True), now).lead.article == bare

    take_out(image)

    front = layouts.compose(Front(is_home=True), now)
    assert front.lead.article == pictured
    assert [each.version.article for each in front.slot("side").stories] == [bare]


def test_a_body_that_embeds_it_says_so_to_the_desk(image, take_out):
    body = embed("picture", image)
    take_out(image)

    (missing,) = missing_embeds(body, timezone.now())

    assert "withdrawn" in str(missing)


def test_a_story_can_still_be_saved_with_it(image, take_out, editor):
    story = ArticleFactory(lead_image=image, published=True)
    take_out(image)

    story.headline = "Another headline"
    story.save()
    version = publishing.save_version(story, by=editor)

    assert version.lead_image_id == image.pk


# The same file once more


def refused(text):
    return "withdrawn on 20 November 2026" in text and REASON in text


@pytest.fixture
def gone(take_out, time_machine):
    """A withdrawn picture: its row, the file as it came, and as it was stored."""
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    # A JPEG with a comment, so that what is stored is another file.
    content = picture_bytes(kind="JPEG", comment=b"from the camera")
    image = ingest(ContentFile(content), by=None, title="Taken")
    stored = stored_file(image)
    assert stored != content
    take_out(image)
    return image, content, stored


@pytest.mark.parametrize("which", [1, 2])
def test_its_file_is_refused_at_every_entrance(gone, which, desk, media_root):
    content = gone[which]
    described = {"title": "x", "alt_text": "x", "focal_x": "0.5", "focal_y": "0.5"}
    other = ImageFactory()
    files = files_in(media_root)

    def file():
        return ContentFile(content, name="again.jpg")

    added = desk.post(ADD, {**described, "file": file()})
    replaced = desk.post(page(other, "change"), {**described, "file": file()})
    uploaded = desk.post(UPLOAD, {"file": file(), "alt": "x"})
    with pytest.raises(ValidationError) as ingested:
        ingest(file(), by=None)

    for response in (added, replaced):
        assert refused(response.context["adminform"].form.errors["file"][0])
    assert uploaded.status_code == 410
    assert refused(uploaded.json()["error"])
    assert refused(ingested.value.messages[0])
    for said in (added.text, uploaded.text, str(ingested.value)):
        assert "originals/" not in said
    assert Image.objects.count() == 2
    assert files_in(media_root) == files


def test_a_reason_cannot_bring_markup(take_out, desk):
    image = ImageFactory()
    content = stored_file(image)
    take_out(image, reason="<script>alert(1)</script>%(day)s")

    added = desk.post(
        ADD, {"file": ContentFile(content, name="x.png"), "alt_text": "x"}
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt;%(day)s" in added.text
    assert "<script>alert" not in added.text + desk.get(page(image, "change")).text


def test_a_file_stored_before_hashes_were_kept_is_known_by_its_content(take_out):
    image = ImageFactory()
    stored = stored_file(image)
    Image.objects.filter(pk=image.pk).update(stored_hash="")

    take_out(image)

    with pytest.raises(ValidationError, match="withdrawn"):
        ingest(ContentFile(stored), by=None)


def test_a_storage_that_cannot_read_does_not_keep_a_picture_up(take_out, monkeypatch):
    image = ImageFactory()
    Image.objects.filter(pk=image.pk).update(stored_hash="")

    def fail(self, name, mode="rb"):
        raise OSError

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", fail)

    assert take_out(image).is_withdrawn


def test_who_adds_it_at_the_moment_of_withdrawal_is_refused(
    gone, desk, monkeypatch, media_root
):
    # As if the file had been looked for just before.
    monkeypatch.setattr("images.ingest.find", lambda content: None)

    response = desk.post(
        ADD,
        {
            "file": ContentFile(gone[1], name="x.jpg"),
            "alt_text": "x",
            "focal_x": "0.5",
            "focal_y": "0.5",
        },
        follow=True,
    )

    assert refused(response.text)
    assert files_in(media_root) == set()


# A storage that does not answer


def test_files_that_the_storage_keeps_are_known(image, take_out, broken_storage):
    names = file_names(image)

    take_out(image)

    image.refresh_from_db()
    assert image.is_withdrawn
    assert set(image.files_left) == set(names)


def test_the_sweep_finishes_what_the_storage_did_not(
    image, take_out, broken_storage, media_root
):
    names = file_names(image)
    take_out(image)

    with pytest.raises(CommandError, match=f"did not delete {len(names)} files"):
        sweep()
    broken_storage.undo()
    said = sweep()

    assert f"{len(names)} files were deleted" in said
    assert files_in(media_root) == set()
    assert Image.objects.get(pk=image.pk).files_left == []
    assert "0 files" in sweep()


def test_the_sweep_finishes_for_a_worker_that_was_killed(image, editor, media_root):
    # Nothing that should run after the commit does.
    withdraw(image, by=editor, reason=REASON)
    assert files_in(media_root)

    sweep()

    assert files_in(media_root) == set()


def test_the_desk_is_told_and_can_try_again(
    image, desk, broken_storage, media_root, django_capture_on_commit_callbacks
):
    count = len(file_names(image))

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(image, by=make_editor(), reason=REASON)
    told = desk.get(page(image, "change")).text
    again = desk.post(page(image, "delete-files"), follow=True).text
    broken_storage.undo()
    done = desk.post(page(image, "delete-files"), follow=True).text

    assert f"{count} of its files are still in the file storage" in told
    assert f"{count} of its files are still there" in again
    assert "All its files are deleted." in done
    assert files_in(media_root) == set()


def test_trying_again_may_be_repeated(image, take_out):
    image = take_out(image)

    assert delete_left_files(image) == []
    assert delete_left_files(image) == []


def test_trying_again_deletes_nothing_of_a_picture_in_use(image, desk, media_root):
    files = files_in(media_root)

    desk.post(page(image, "delete-files"))

    assert files_in(media_root) == files


# The page


def ask(desk, image, **changes):
    return desk.post(page(image, "withdraw"), {"reason": REASON} | changes)


def test_the_page_says_what_it_touches_before_it_asks_why(desk, image):
    ArticleFactory(headline="On now", lead_image=image, published=True)
    ArticleFactory(headline="Tomorrow", lead_image=image, scheduled=True)
    ArticleFactory(headline="Over", lead_image=image, expired=True)
    ArticleFactory(headline="Unfinished", lead_image=image)
    ShowFactory(title="Andor", poster=image, backdrop=image)
    PersonFactory(name="Diego", portrait=image)
    AuthorFactory(name="Ada", portrait=image)

    response = desk.get(page(image, "withdraw"))

    assert {str(each) for each in response.context["reached"]} == {
        "4 stories",
        "1 show",
        "1 person",
        "1 author",
    }
    for text in (
        "1 live, 1 scheduled, 1 in past versions only, 1 in drafts only",
        "On now",
        "Tomorrow",
        "poster and backdrop",
        "cannot be undone",
    ):
        assert text in response.text


def test_stories_that_somebody_may_not_see_are_only_counted(client, image):
    user = make_writer()
    user.user_permissions.add(Permission.objects.get(codename="withdraw_image"))
    client.force_login(user)
    ArticleFactory(headline="Mine", lead_image=image, owner=user)
    ArticleFactory(
        headline="Secret finale", lead_image=image, owner=make_writer("colleague")
    )

    text = client.get(page(image, "withdraw")).text

    assert "2 stories" in text
    assert "Mine" in text
    assert "1 of them is not yours to see" in text
    assert "Secret finale" not in text
    assert "Secret finale" not in ask(client, image).text


def test_a_legal_hold_is_pointed_out(desk, image, editor):
    story = ArticleFactory(lead_image=image, published=True)
    publishing.hold(story, by=editor, reason="A letter from their lawyers.")

    text = desk.get(page(image, "withdraw")).text

    assert "1 live, 1 under legal hold" in text
    assert "kept as evidence" in text


# With real commits, after which the files go before the answer is written.
@pytest.mark.django_db(transaction=True)
def test_it_is_asked_twice_and_then_done(desk, image, media_root):
    ArticleFactory(lead_image=image, published=True)

    first = ask(desk, image)
    assert "Withdraw it for good?" in first.text
    assert "It disappears from 1 story at once" in first.text
    assert not Image.objects.get(pk=image.pk).is_withdrawn

    done = desk.post(
        page(image, "withdraw"),
        {"reason": REASON, "confirmed": "yes", "seen": first.context["seen"]},
        follow=True,
    )

    assert done.redirect_chain == [(page(image, "change"), 302)]
    assert "withdrawn and its files are deleted" in done.text
    assert Image.objects.get(pk=image.pk).is_withdrawn
    assert files_in(media_root) == set()


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_is_told_of_files_that_stayed(desk, image, broken_storage):
    seen = ask(desk, image).context["seen"]

    done = ask(desk, image, confirmed="yes", seen=seen).url

    count = len(file_names(image))
    assert f"{count} of its files are still there" in desk.get(done).text


def test_it_is_asked_again_when_it_is_used_elsewhere_by_then(desk, image):
    seen = ask(desk, image).context["seen"]
    ArticleFactory(lead_image=image, published=True)

    response = ask(desk, image, confirmed="yes", seen=seen)

    assert "please look again" in response.text
    assert "1 story" in response.text
    assert not Image.objects.get(pk=image.pk).is_withdrawn


def test_without_a_reason_it_goes_no_further(desk, image):
    response = ask(desk, image, reason="   ", confirmed="yes")

    assert response.status_code == 422
    assert "required" in str(response.context["form"].errors)
    assert not Image.objects.get(pk=image.pk).is_withdrawn


def test_the_reason_can_be_changed(desk, image):
    response = ask(desk, image, back="yes")

    assert "Withdraw it for good?" not in response.text
    assert f'value="{REASON}"' in response.text


def test_a_second_editor_learns_that_it_is_done(desk, image, take_out):
    take_out(image)

    response = desk.get(page(image, "withdraw"), follow=True)

    assert response.redirect_chain == [(page(image, "change"), 302)]
    assert "withdrawn already" in response.text


@pytest.mark.parametrize("name", ["withdraw", "delete-files"])
def test_only_who_may_withdraw_opens_the_pages(client, image, name):
    def answer(user):
        client.force_login(user)
        posted = {"reason": REASON, "confirmed": "yes", "seen": ""}
        return (
            client.get(page(image, name)).status_code,
            client.post(page(image, name), posted).status_code,
        )

    viewer = UserFactory(staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_image"))
    blind = UserFactory(staff=True)
    blind.user_permissions.add(Permission.objects.get(codename="withdraw_image"))

    assert answer(make_writer()) == (403, 403)
    assert answer(viewer) == (403, 403)
    assert answer(blind) == (403, 403)
    assert answer(UserFactory(staff=True)) == (403, 403)
    assert answer(UserFactory()) == (302, 302)
    assert not Image.objects.get(pk=image.pk).is_withdrawn


def test_the_button_is_for_who_may_use_it(client, image):
    for user, is_there in ((make_editor(), True), (make_writer(), False)):
        client.force_login(user)
        text = client.get(page(image, "change")).text
        assert (page(image, "withdraw") in text) is is_there


def test_a_picture_that_is_not_there_is_not_found(desk):
    for pk in ("999", "x", "9" * 30):
        assert desk.get(f"/admin/images/image/{pk}/withdraw/").status_code == 404


def test_the_pages_need_the_token_of_the_form(image, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    seen = client.get(page(image, "withdraw")).context["seen"]

    answer = ask(client, image, confirmed="yes", seen=seen)

    assert answer.status_code == 403
    assert not Image.objects.get(pk=image.pk).is_withdrawn


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_however_much_it_touches(
    desk, image, count, django_assert_num_queries
):
    for _ in range(count):
        show = ShowFactory(poster=image, backdrop=image)
        TrailerFactory(show=show, poster=image)
        ArticleFactory(lead_image=image, published=True)
    PersonFactory.create_batch(count, portrait=image)
    AuthorFactory.create_batch(count, portrait=image)

    # Session, user, two for permissions; the picture; four about stories; shows,
    # trailers, people, authors; places for advertising.
    with django_assert_num_queries(14):
        desk.get(page(image, "withdraw"))


def test_the_page_brings_no_inline_style_or_script(desk, image):
    for response in (desk.get(page(image, "withdraw")), ask(desk, image)):
        assert " style=" not in response.text
        assert "<script>" not in response.text
        assert "no-store" in response["Cache-Control"]


def test_more_uses_than_there_is_room_for_are_counted(monkeypatch, image, editor):
    monkeypatch.setattr("images.usage.MOST_PER_KIND", 2)
    AuthorFactory.create_batch(3, portrait=image)

    (authors,) = reach(image, editor, timezone.now())

    assert (authors.count, len(authors.uses), authors.more) == (3, 2, 1)


# The library


def test_its_form_is_read_only_with_a_banner(desk, image, take_out, time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    take_out(image)

    text = desk.get(page(image, "change")).text

    assert "Withdrawn on 20 November 2026 by editor" in text
    assert REASON in text
    assert "Canary caption" in text
    assert 'name="_save"' not in text
    assert 'type="file"' not in text
    assert page(image, "withdraw") not in text


def test_a_form_left_open_saves_nothing(desk, image, take_out):
    take_out(image)

    response = desk.post(
        page(image, "change"),
        {
            "file": picture_file(),
            "title": "Back again",
            "alt_text": "x",
            "focal_x": "0.5",
            "focal_y": "0.5",
        },
        follow=True,
    )

    image.refresh_from_db()
    assert "withdrawn meanwhile" in response.text
    assert image.title == "Canary title"
    assert image.is_withdrawn


def test_a_form_that_is_sent_while_it_is_withdrawn_waits(desk, image):
    with CaptureQueriesContext(connection) as queries:
        desk.post(page(image, "change"), {"title": "x"})

    if connection.vendor == "postgresql":
        assert any("FOR UPDATE" in query["sql"] for query in queries)


def test_the_list_tells_withdrawn_pictures_apart(desk, image, take_out):
    kept = ImageFactory(title="Kept")
    take_out(image)

    def listed(query):
        return set(desk.get(LIST + query).context["cl"].queryset)

    assert listed("?withdrawn=yes") == {image}
    assert listed("?withdrawn=no") == {kept}
    assert listed("") == {image, kept}
    assert "Withdrawn on" in desk.get(LIST).text


def test_its_alt_text_and_rights_are_nobodys_task_any_more(take_out):
    today = timezone.localdate()
    image = ImageFactory(alt_text="", rights_end_on=today)
    take_out(image)

    assert not Image.objects.without_alt_text().exists()
    assert not Image.objects.rights_ending(today).exists()
    assert not Image.objects.rights_ended(today + timedelta(days=9)).exists()


def test_an_authors_thumbnail_says_so(desk, image, take_out):
    AuthorFactory(portrait=image)
    take_out(image)

    text = desk.get("/admin/authors/author/").text

    assert "Withdrawn" in text
    assert 'src=""' not in text


def test_it_is_not_offered_any_more(desk, image, take_out):
    take_out(image)
    chooser = {"app_label": "authors", "model_name": "author", "field_name": "portrait"}

    for term in ("", "canary"):
        found = desk.get("/admin/autocomplete/", {**chooser, "term": term}).json()
        assert found["results"] == []
        assert desk.get(LOOKUP, {"q": term}).json()["results"] == []


def test_the_editor_says_what_became_of_it(desk, image, take_out):
    take_out(image)

    said = desk.get(reverse("choosers:embeds"), {"picture": image.pk}).json()

    assert "withdrawn" in said["picture"][str(image.pk)]["warning"]
