"""
Who gets what from which address: every one of the resolver, asked by everybody.

The expected answers stand in `permissions/<role>.txt`, one line for each method and
address, for a story's addresses in every state a story can be in. An address that
has no line fails, and so does a new role or state. After a change that is meant:

    WRITE_PERMISSIONS=1 .venv/bin/pytest tests/newsroom/test_permission_matrix.py

and read the difference before it is committed. Beside the answers, no page, redirect
or error may hold a word of a story that the one who asks may not know of.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from taggit.models import Tag

from articles import layouts, publishing
from articles.addresses.old_addresses import KINDS
from articles.addresses.retagging import merge_tags
from articles.desk.notes import write_note
from articles.layouts import content as contents
from articles.models import (
    Article,
    Autosave,
    CurationRules,
    Layout,
    LogLine,
    Note,
    PreviewLink,
    Redirect,
    Shop,
    Version,
)
from articles.reading.previews import preview_url
from articles.search.lost import words_of
from authors.models import User
from newsroom.models import Site
from shows import embargoes, facts
from shows.merging import merge_people, merge_shows
from shows.models import Announcement, Language, Merge, Proposal
from tests.factories.articles import ArticleFactory
from tests.factories.curation import ShelfFactory
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.newsroom import PageFactory
from tests.factories.shows import (
    CountryFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite",
        reason="no permission depends on the database; the run on SQLite asks them all",
    ),
]

TABLES = Path(__file__).parent / "permissions"

ROLES = (
    "anonymous",
    "disabled",
    "staff",
    "writer",
    "other",
    "trusted",
    "editor",
    "admin",
)
METHODS = ("GET", "POST")
LOGGED_IN_AS = {
    # Was an editor until the account was switched off.
    "disabled": "disabled",
    "staff": "staff",
    "writer": "writer",
    "other": "other",
    "trusted": "trusted",
    "editor": "editor",
    "admin": "admin",
}
STATES = (
    "draft",
    "review",
    "changes",
    "approved",
    "scheduled",
    "live",
    "merged",
    "reworked",
    "expired",
    "retracted",
    "killed",
    "held",
)
CANARY = re.compile(r"canary([a-z]+)")
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# What a page needs to be asked for to show anything.
QUERIES = {
    "admin:articles_article_compare": "?from=1&to=1",
    "admin:articles_article_restore": "?version=1",
    "admin:articles_article_note_names": "?q=w",
    "admin:articles_article_as_read": "?on=2026-01-01&at=09:00",
    "admin:shows_show_merge": "?ids=<object_id>",
    "admin:shows_person_merge": "?ids=<object_id>",
}
# What a form needs to be sent for to mean anything.
SENT = {"admin:taggit_tag_part": ("former", "former_tag")}
# Of those with rows of their own the address names one.
OLD = {
    "admin:articles_redirect_release": ("<slug:kind>/<int:pk>", "{0}/<{0}_old>"),
    "admin:shows_merge_change": ("<path:object_id>", "<{0}_merge>"),
}


class World:
    """One of everything, and a story in each state, by the same writer."""

    def __init__(self) -> None:
        self.writer = make_writer()
        make_author(self.writer)
        self.other = make_writer("other")
        make_author(self.other)
        self.trusted = make_writer("trusted")
        self.editor = make_editor()
        make_editor("disabled")
        User.objects.filter(username="disabled").update(is_active=False)
        User.objects.create_user("staff", is_staff=True)
        User.objects.create_superuser("admin")
        self.image = ImageFactory(alt_text="A door")
        self._shows()
        self.links: dict[int, PreviewLink] = {}
        self.autosaves: dict[int | None, Autosave] = {}
        self.notes: dict[int, Note] = {}
        self.stories: dict[str, Article] = {}
        for state in STATES:
            self.stories[state] = self._story(state)
        self._keep_unsaved(None, "canarynew")
        self.layout = self._lay_out()
        self.page = PageFactory(published=True)
        self.objects = self._objects()
        self.old = self._merge_and_move()

    def _shows(self) -> None:
        self.show = ShowFactory(title="A Show")
        self.season = SeasonFactory(show=self.show, number=1)
        self.credit = CreditFactory(show=self.show)
        self.announcement = facts.record(
            by=self.editor,
            kind=Announcement.Kind.RENEWED,
            show=self.show,
            season=self.season,
            source_name="A network",
            announced_on=date(2026, 1, 1),
        )
        film = ShowFactory(film=True)
        with time_machine.travel(timezone.now() - timedelta(days=30)):
            facts.record(
                by=self.editor,
                kind=Announcement.Kind.DATE_SET,
                show=film,
                source_name="A network",
                announced_on=timezone.localdate(),
                date=timezone.localdate() + timedelta(days=9),
                precision="day",
            )
        self.passed = film.facts.get(field="release_date")
        self._embargo()

    def _embargo(self) -> None:
        """News that readers and most of the desk may not know yet, of every kind."""
        self.embargo = embargoes.make(
            by=self.editor,
            name="The canaryembargo",
            lifts_at=timezone.now() + timedelta(days=3),
        )
        secret = ShowFactory(title="The canaryembargo show")
        SeasonFactory(show=secret, number=1, title="The canaryembargo season")
        CreditFactory(show=secret, character="The canaryembargo role")
        person = PersonFactory(name="The canaryembargo person")
        trailer = TrailerFactory(show=self.show, title="The canaryembargo trailer")
        season = SeasonFactory(show=self.show, number=2, title="canaryembargo")
        EpisodeFactory(season=season, title="The canaryembargo episode")
        for kind, said in (
            ("announced", {"show": secret}),
            ("renewed", {"season": season}),
            ("joins", {"person": person}),
            ("trailer_out", {"trailer": trailer}),
        ):
            facts.record(
                by=self.editor,
                kind=kind,
                source_name="The canaryembargo source",
                announced_on=timezone.localdate(),
                embargo=self.embargo,
                **{"show": self.show, **said},
            )
        facts.propose(
            by=self.editor,
            kind="ended",
            show=self.show,
            source_name="The canaryembargo source",
        )

    def _story(self, state: str) -> Article:
        traits: dict[str, dict[str, Any]] = {
            "review": {"in_review": True},
            "changes": {"in_review": True},
            "scheduled": {"scheduled": True},
            "live": {"published": True},
            "reworked": {"published": True},
            "expired": {"expired": True},
            "retracted": {"retracted": True},
            "killed": {"published": True},
            "held": {"published": True},
            "merged": {"published": True},
        }
        name = f"canary{state}"
        article = ArticleFactory(
            headline=f"The {name} headline",
            slug=name,
            body=f"<p>All about the {name} of it.</p>",
            tags=["A tag"],
            shows=[self.show],
            seasons=[self.season],
            owner=self.writer,
            lead_image=self.image,
            **traits.get(state, {}),
        )
        self.notes[article.pk] = write_note(
            article, f"Is the {name} true?", by=self.writer
        )
        self._keep_unsaved(article, name)
        now = timezone.now()
        latest = article.versions.first()
        assert latest
        self.links[article.pk] = PreviewLink.objects.create(
            article=article,
            version=latest,
            label="Somebody outside",
            made_by=self.writer,
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        if state == "changes":
            publishing.request_changes(
                article, by=self.editor, message=f"Shorten the {name}."
            )
        elif state == "approved":
            publishing.approve(article, by=self.editor)
        elif state == "reworked":
            article.headline = f"The {name}draft headline"
            article.save()
            publishing.save_version(article, by=self.writer)
        elif state == "killed":
            publishing.kill(article, by=self.editor, reason=f"A {name} of a reason.")
        elif state == "merged":
            publishing.merge(article, into=self.stories["live"], by=self.editor)
        elif state == "held":
            publishing.hold(article, by=self.editor, reason=f"A {name} of a reason.")
        # By the row: under a legal hold nobody can be trusted any more.
        article.trusted_writers.add(self.trusted)
        return article

    def _lay_out(self) -> Layout:
        """Every story is pinned on the home page, and in a draft of the next one."""
        live = layouts.draft(layouts.home(), by=self.editor, name="Everything")
        content = contents.capture(live)
        row = next(each for each in content["slots"] if each["kind"] == "row")
        row["size"] = 12
        content["pins"] = [
            contents.pin(row["uid"], story.pk) for story in self.stories.values()
        ]
        layouts.save(live, content, by=self.editor, base=1)
        layouts.apply(live, by=self.editor)
        return layouts.draft(layouts.home(), by=self.editor)

    def _merge_and_move(self) -> dict[str, str]:
        """A show, a person and a tag that were merged, and an old address of each kind."""
        merges = {
            "show_merge": merge_shows(ShowFactory(), into=self.show, by=self.editor),
            "person_merge": merge_people(
                PersonFactory(), into=self.credit.person, by=self.editor
            ),
        }
        tag = self.objects["taggit_tag"]
        other = Tag.objects.create(name="Another tag", slug="another-tag")
        former = merge_tags(other, into=tag, by=self.editor)
        moved = {
            "story": self.stories["live"],
            "show": self.show,
            "person": self.credit.person,
            "author": self.writer.author,
            "section": self.stories["live"].section,
        }
        now = timezone.now()
        old = {
            f"{kind}_old": owner.old_addresses.create(slug=f"{kind}-was", left_at=now)
            for kind, owner in moved.items()
        }
        found = {
            name: Merge.objects.get(**{f"into_{name.split('_')[0]}": kept})
            for name, kept in merges.items()
        }
        # A number taken from elsewhere would name one of them, or none, by chance.
        self.objects["shows_merge"] = found["show_merge"]
        rows = old | found | {"tag_old": former, "former_tag": former}
        return {name: str(row.pk) for name, row in rows.items()}

    def _keep_unsaved(self, article: Article | None, words: str) -> None:
        self.autosaves[article and article.pk] = Autosave.objects.create(
            user=self.writer,
            article=article,
            base_number=article.latest_number if article else 0,
            typed=[["headline", f"The {words} that nobody saved"]],
            saved_at=timezone.now(),
        )

    def _objects(self) -> dict[str, Any]:
        return {
            "articles_section": self.stories["live"].section,
            "articles_layout": self.layout,
            "articles_shop": Shop.objects.create(name="Books", host="shop.example"),
            "articles_logline": LogLine.objects.first(),
            "articles_redirect": Redirect.objects.create(
                path="/before/", target="/shows/"
            ),
            # A draft stands on it, which readers and writers may not learn of.
            "articles_selection": ShelfFactory(
                everywhere=True, items=[self.stories["draft"], self.show]
            ),
            "articles_curationrules": CurationRules.objects.create(pk=1),
            "auth_group": Group.objects.get(name="Writers"),
            "authors_author": self.writer.author,
            "authors_user": self.other,
            "auth_user": self.other,
            "images_image": self.image,
            "newsroom_page": self.page,
            "newsroom_site": Site.objects.get(),
            "shows_announcement": self.announcement,
            "shows_country": CountryFactory(),
            "shows_credit": self.credit,
            "shows_embargo": self.embargo,
            "shows_episode": EpisodeFactory(season=self.season),
            "shows_genre": GenreFactory(),
            "shows_language": Language.objects.create(name="Korean", code="ko"),
            "shows_person": self.credit.person,
            "shows_platform": PlatformFactory(),
            "shows_proposal": Proposal.objects.create(
                show=self.show,
                kind=Announcement.Kind.RENEWED,
                words="renewed",
                source_name="A network",
                digest="d",
            ),
            "shows_season": self.season,
            "shows_show": self.show,
            "shows_trailer": TrailerFactory(show=self.show),
            "taggit_tag": Tag.objects.get(name="A tag"),
        }

    def story_values(self, article: Article) -> dict[str, str]:
        """What the addresses about one story name, by the placeholder."""
        latest = article.versions.first()
        assert latest
        return {
            "object_id": str(article.pk),
            # Readers know one that was merged by the address it had.
            "slug": (article.merge_moved or {}).get("slug", article.slug),
            "token": preview_url(latest).split("/")[2],
            "number": str(latest.number),
            "outsiders_token": self.links[article.pk].token,
            "autosave_id": str(self.autosaves[article.pk].pk),
            "note_id": str(self.notes[article.pk].pk),
        }

    def values(self, name: str) -> dict[str, str]:
        """What all other addresses name."""
        model = re.match(r"admin:([a-z]+_[a-z]+)", name)
        target = self.objects.get(model[1]) if model else None
        if name == "layout-preview":
            target = self.layout
        # A feed is found as its page is.
        feed = re.fullmatch(r"articles:([a-z]+)-feed-[a-z]+", name)
        name = FEEDS[feed[1]] if feed else name
        slug = {
            "articles:section": self.stories["live"].section,
            "articles:tag": self.objects["taggit_tag"],
            "articles:show-coverage": self.show,
            "shows:show-detail": self.show,
            "shows:season-detail": self.show,
            "shows:show-calendar-feed": self.show,
            "shows:person-detail": self.credit.person,
            "authors:author-detail": self.writer.author,
            "page": self.page,
            "page-without-slash": self.page,
        }.get(name)
        version_type = ContentType.objects.get_for_model(Article)
        return {
            "object_id": str(target.pk if target else self.stories["draft"].pk),
            "pk": str(target.pk) if target else "",
            "key": "home",
            "kind": "show",
            "id": str(target.pk) if target else "",
            "slug": slug.slug if slug else "",
            "number": "1",
            "show_id": str(self.show.pk),
            "content_type_id": str(version_type.pk),
            "app_label": "articles",
            "url": "articles/nonsense",
            "nowhere": "1/1",
            "name": "pages",
            "fact_id": str(self.passed.pk),
            "step": "move",
            "autosave_id": str(self.autosaves[None].pk),
            "path": default_storage.generate_filename("originals/canarydraft.png"),
            **self.old,
        }


FEEDS = {
    "section": "articles:section",
    "tag": "articles:tag",
    "show": "shows:show-detail",
    "person": "shows:person-detail",
    "author": "authors:author-detail",
}


def addresses(
    patterns: list[Any] | None = None, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """Name and route of every address that the site answers."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + re.sub(r"[\^$]", "", str(pattern.pattern))
        # An expression may list names in another order each time.
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, route, namespace + inner)
        elif isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or "")
            if name in OLD:
                found, put = OLD[name]
                kinds = KINDS if "_old" in put else ("show", "person")
                for kind in kinds:
                    yield name, route.replace(found, put.format(kind))
                continue
            yield name, route + QUERIES.get(name, "")
            if name == "articles:preview":
                yield name, route.replace("token", "outsiders_token")


def choosers() -> Iterator[str]:
    """What every chooser of the admin asks, with a word that many drafts hold."""
    for model, screen in admin.site._registry.items():
        for field in screen.autocomplete_fields:
            query = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field,
                "term": "the",
            }
            yield f"admin/autocomplete/?{urlencode(query)}"
    for name in ("shows", "stories", "subjects", "tags"):
        yield f"admin/choosers/{name}/?q=canary"
    yield "admin/choosers/subjects/?q=a+show"
    for name in ("show", "season", "person", "trailer", "episode", "credit"):
        yield f"admin/shows/{name}/?q=canary"
    yield "admin/choosers/embeds/?article=1,2,3,4,5,6,7,8,9,10,11"
    yield "admin/articles/article/?q=canary"


def is_about_a_story(name: str, route: str) -> bool:
    return route.startswith("admin/articles/article/<path:object_id>/") or name in {
        "articles:article-detail",
        "articles:preview",
    }


def fill(route: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        assert values.get(name), f"say in World what <{name}> of {route} is"
        return values[name]

    return "/" + PLACEHOLDER.sub(value, route)


def outcome(response: Any) -> str:
    if response.status_code in (301, 302):
        login = response["Location"].startswith("/admin/login/")
        return "login" if login else "done"
    return {200: "ok", 422: "asks"}.get(response.status_code, str(response.status_code))


def known_to(user: User | None) -> set[str]:
    """Canaries of the stories that somebody may know of."""
    now = timezone.now()
    live = Version.objects.live(now)
    known = {
        found
        for headline in live.values_list("headline", flat=True)
        for found in CANARY.findall(headline)
    }
    if user and user.has_perm("shows.view_embargo"):
        known.add("embargo")
    if user:
        for story in Article.objects.visible_to(user, now).prefetch_related("versions"):
            for text in (story.headline, *(v.headline for v in story.versions.all())):
                known.update(CANARY.findall(text))
    return known


def ask(client: Client, method: str, address: str, sent: dict[str, str]) -> Any:
    """Whatever the answer changed is taken back."""
    with transaction.atomic():
        posted = method == "POST"
        response = client.post(address, sent) if posted else client.get(address)
        content = b"".join(response) if response.streaming else response.content
        response.words = f"{response.headers}{content.decode(errors='replace')}"
        transaction.set_rollback(True)
    return response


def summary(answers: dict[str, str]) -> str:
    """The answer most states get, then the states that get another."""
    usual, _ = Counter(answers.values()).most_common(1)[0]
    others: dict[str, list[str]] = {}
    for state, answer in answers.items():
        if answer != usual:
            others.setdefault(answer, []).append(state)
    rest = [f"{', '.join(states)}: {answer}" for answer, states in others.items()]
    return "; ".join([usual, *rest])


def _ignore(*args: Any, **kwargs: Any) -> None:
    pass


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_everybody_as_the_table_says(role, monkeypatch):
    # The client would copy the context of each of a hundred thousand templates.
    monkeypatch.setattr("django.test.client.store_rendered_templates", _ignore)
    world = World()
    LogEntry.objects.all().delete()
    client = Client(raise_request_exception=False)
    user = User.objects.filter(username=LOGGED_IN_AS.get(role, "")).first()
    if user:
        client.force_login(user)
    known = known_to(user if user and user.is_active else None)
    if user == world.writer:
        known.add("new")
    lines, leaks, failed = [], [], []
    everything = [*addresses(), *(("", route) for route in choosers())]
    of_story = {
        state: world.story_values(story) for state, story in world.stories.items()
    }
    for name, route in everything:
        # Before anything is asked: what an address names that World does not know.
        fill(route, world.values(name) | of_story["draft"])
    for name, route in everything:
        field, value = SENT.get(name, ("", ""))
        sent = {field: world.old[value]} if field else {}
        values = world.values(name)
        if is_about_a_story(name, route):
            asked = {state: fill(route, values | of_story[state]) for state in of_story}
        else:
            asked = {"": fill(route, values)}
        for method in METHODS:
            answers = {}
            for state, address in asked.items():
                if name == "admin:logout" and user:
                    client.force_login(user)
                response = ask(client, method, address, sent)
                answers[state] = outcome(response)
                if response.status_code == 500:
                    failed.append(f"{method} {address}")
                # What was asked for may be told back, and a link for somebody
                # outside shows what it was made for.
                words = response.words.replace(address, "")
                if sought := words_of(address):
                    # In the search box of a page that says nothing is there.
                    words = words.replace(f'value="{sought}"', "")
                outside = "outsiders_token" in route
                told = known | ({state, f"{state}draft"} if outside else set())
                for canary in set(CANARY.findall(words)) - told:
                    leaks.append(f"{method} {address} tells of {canary}")
                cache.clear()
            if name == "admin:logout" and user:
                client.force_login(user)
            lines.append(f"{method:4} /{route}  {summary(answers)}")
    assert failed == []
    assert leaks == []
    table = TABLES / f"{role}.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_PERMISSIONS"):
        table.write_text(text)
    expected = table.read_text().splitlines() if table.exists() else []
    assert lines == expected
