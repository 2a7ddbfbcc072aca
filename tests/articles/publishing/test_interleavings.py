"""
Two writers and an editor at one story, in any order: no word is lost unseen.

The writers work in the real form: each has a page open, types into it, saves it, and
chooses where both changed the same. Every typed word is one of its own ("word17"), so
that it can be looked for afterwards:

- a save that succeeds holds every word typed in that form since it was opened, and
  every word that a colleague saved since then;
- a save that is refused writes nothing, and its page shows the words of both;
- what was ever saved stands in some version for good, and every version is whole.
"""

import json
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import content as contents, publishing
from articles.differences.merging import changed
from articles.models import Article, Autosave, Version
from authors.models import User
from tests.articles.admin.test_admin import posted
from tests.factories.articles import ArticleFactory, BylineAuthorFactory
from tests.factories.desk import make_author, make_editor, make_writer

WORD = re.compile(r"word\d+")
CHOICE = re.compile(r'<input type="radio" name="(choice-[^"]+)" value="([^"]+)"')
SETTLED = re.compile(r'<input type="hidden" name="(choice-[^"]+)" value="([^"]+)"')
AGAINST = re.compile(r'name="stale_against" value="(\d+)"')
COMBINED = re.compile(
    r'<textarea[^>]* name="(combined-[^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL
)
COMBINED_WAS = re.compile(
    r'<input type="hidden" name="(combined-[^"]+-was)" value="([^"]*)"'
)

BODY = "".join(f"<p>Paragraph {number} of the story.</p>" for number in range(4))
PLACES = ["headline", "standfirst", "internal_note", "tags", "end", *range(4)]

who = st.sampled_from(["ann", "ben"])
places = st.sampled_from(PLACES)


def words_of(content: Any) -> set[str]:
    return set(WORD.findall(json.dumps(content)))


class Form:
    """The story form as one writer has it open."""

    def __init__(self, user: User, address: str) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)
        self.address = address
        self.key = uuid.uuid4()
        self.kept = 0
        self.open()

    def open(self) -> None:
        response = self.client.get(self.address)
        assert response.status_code == 200
        self.seen = self.typed = posted(response)
        self.choices: list[tuple[str, str]] = []
        self.against: dict[str, str] = {}

    def type(self, place: str | int, word: str) -> None:
        typed = self.typed = dict(self.typed)
        if isinstance(place, int):
            text = f"Paragraph {place} of the story."
            typed["body"] = typed["body"].replace(text, f"{text} {word}", 1)
        elif place == "end":
            typed["body"] += f"<p>{word}</p>"
        elif place == "tags":
            tags = typed.get("tags") or ""
            typed["tags"] = f"{tags}, {word}" if tags else word
        else:
            typed[place] = f"{typed.get(place) or ''} {word}".strip()

    def words(self) -> set[str]:
        return {word for value in self.typed.values() for word in words_of(str(value))}

    def words_seen(self) -> set[str]:
        return {word for value in self.seen.values() for word in words_of(str(value))}

    def words_typed(self, latest: Version) -> set[str]:
        """
        All but those that stood there already and that an editor took out meanwhile,
        by restoring an older version: this writer did not touch them.
        """
        taken_out = self.words_seen() - words_of(latest.content)
        return self.words() - taken_out

    def save(self, **choices: str) -> Any:
        return self.client.post(
            self.address, self.typed | {"_save": "1"} | self.against | choices
        )

    def refused(self, response: Any) -> str:
        """Go on with the page that came back."""
        page = unescape(response.content.decode())
        again = posted(response)
        self.typed = self.typed | again
        self.against = {
            name: value
            for pattern in (SETTLED, COMBINED, COMBINED_WAS)
            for name, value in pattern.findall(response.content.decode())
        }
        self.against = {key: unescape(value) for key, value in self.against.items()}
        found = AGAINST.search(page)
        if found:
            self.against["stale_against"] = found[1]
        self.choices = CHOICE.findall(response.content.decode())
        return page


class TwoWriters(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.count = 0
        self.acknowledged: set[str] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        ann, ben = make_writer("ann"), make_writer("ben")
        self.editor = make_editor()
        self.article = ArticleFactory(
            owner=ann,
            body=BODY,
            authors=[
                BylineAuthorFactory(name="Ada Quill"),
                make_author(ben, "Ben Nib"),
            ],
        )
        address = f"/admin/articles/article/{self.article.pk}/change/"
        self.forms: dict[str, Form] = {}
        for user in (ann, ben):
            self.forms[user.username] = Form(user, address)

    def word(self) -> str:
        self.count += 1
        return f"word{self.count}"

    def latest(self) -> Version:
        latest = Version.objects.filter(article=self.article.pk).first()
        assert latest
        return latest

    def stands(self) -> bool:
        return Article.objects.filter(pk=self.article.pk).exists()

    # What people do

    @rule(name=who, place=places)
    def types(self, name: str, place: str | int) -> None:
        self.forms[name].type(place, self.word())

    @precondition(lambda self: self.stands())
    @rule(name=who)
    def saves(self, name: str) -> None:
        form = self.forms[name]
        before = self.latest()
        theirs = words_of(before.content) - form.words_seen()
        response = form.save()
        after = self.latest()
        if response.status_code == 302:
            kept = words_of(after.content)
            assert form.words_typed(before) <= kept, "what was typed"
            assert theirs <= kept, "what a colleague saved"
            self.acknowledged |= form.words()
            form.open()
            return
        assert after == before, "a refused save writes nothing"
        page = form.refused(response)
        assert form.words() <= set(WORD.findall(page))
        assert form.choices, page

    @precondition(lambda self: self.stands())
    @rule(name=who, data=st.data())
    def chooses(self, name: str, data: st.DataObject) -> None:
        form = self.forms[name]
        if not form.choices:
            return
        chosen: dict[str, str] = {}
        for key in dict(form.choices):
            offered = [value for name, value in form.choices if name == key]
            chosen[key] = data.draw(st.sampled_from(offered), label=key)
        before = self.latest()
        theirs = words_of(before.content) - form.words_seen()
        response = form.save(**chosen)
        after = self.latest()
        if response.status_code != 302:
            assert after == before
            form.refused(response)
            return
        kept = words_of(after.content)
        if "theirs" not in chosen.values():
            typed = form.words_typed(before)
            assert typed <= kept, "what was typed, for nothing else was chosen"
        if "mine" not in chosen.values() and not form.against.get("settled"):
            missing = theirs - kept
            assert missing <= words_of(before.content)
        self.acknowledged |= kept
        form.open()

    @rule(name=who)
    def keeps_by_itself(self, name: str) -> None:
        """The autosave: it never touches the story."""
        before = Version.objects.count()
        form = self.forms[name]
        autosave(form)
        assert Version.objects.count() == before

    @precondition(lambda self: self.stands())
    @rule(name=who)
    def opens_again(self, name: str) -> None:
        """Without saving: the unsaved words are the person's own to leave."""
        self.forms[name].open()

    @precondition(lambda self: self.stands())
    @rule()
    def editor_publishes(self) -> None:
        self.editor_tries(publishing.publish)

    @precondition(lambda self: self.stands())
    @rule(place=st.integers(0, 3))
    def editor_fixes(self, place: int) -> None:
        live = self.article.versions.filter(live_from__isnull=False).first()
        if not live:
            return
        word = self.word()
        text = f"Paragraph {place} of the story."
        body = live.body.replace(text, f"{text} {word}", 1)
        if self.editor_tries(publishing.fix_live, {"body": body}):
            self.acknowledged |= {word} & words_of(body)

    @precondition(lambda self: self.stands())
    @rule(data=st.data())
    def editor_restores(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, self.article.latest_number or 1))
        version = self.article.versions.filter(number=number).first()
        if version:
            self.editor_tries(publishing.restore, version)

    @precondition(lambda self: self.stands() and self.count > 6)
    @rule()
    def editor_deletes(self) -> None:
        """What was never live can be deleted; what others type then is not lost."""
        if not self.editor_tries(publishing.delete):
            return
        for form in self.forms.values():
            response = form.save()
            page = unescape(response.content.decode())
            assert form.words() <= set(WORD.findall(page))
        self.acknowledged = set()

    def editor_tries(self, step: Any, *args: Any) -> bool:
        self.article.refresh_from_db()
        try:
            with transaction.atomic():
                step(self.article, *args, by=self.editor)
        except ValidationError:
            return False
        return True

    # What always holds

    @invariant()
    def nothing_that_was_saved_is_gone(self) -> None:
        if not hasattr(self, "forms") or not self.stands():
            return
        ever = set()
        for version in Version.objects.filter(article=self.article.pk):
            ever |= words_of(version.content)
        assert self.acknowledged <= ever

    @invariant()
    def every_version_is_whole(self) -> None:
        if not hasattr(self, "forms") or not self.stands():
            return
        article = Article.objects.get(pk=self.article.pk)
        numbers = sorted(article.versions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        latest = self.latest()
        assert article.latest_number == latest.number
        assert changed(contents.capture(article), latest.content) == []


def autosave(form: Form) -> None:
    form.kept += 1
    response = form.client.post(
        form.address.replace("/change/", "/autosave/"),
        json.dumps(
            {
                "user": form.user.pk,
                "key": str(form.key),
                "sequence": form.kept,
                "typed": [[name, str(value)] for name, value in form.typed.items()],
            }
        ),
        content_type="application/json",
    )
    if response.status_code != 200:
        # The story is gone or not theirs now; the browser has a copy of its own.
        assert response.json()["error"]
        return
    kept = Autosave.objects.get(key=form.key)
    assert form.words() <= words_of(kept.typed)


def machine(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        TwoWriters,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_word_is_lost_in_some_orders():
    machine(8, 14)


@pytest.mark.torture
@pytest.mark.django_db
def test_no_word_is_lost_in_five_hundred_orders():
    machine(500, 25)
