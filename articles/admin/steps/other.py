"""Addresses, old versions, trust."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles import content as contents, publishing
from articles.addresses.mending import leading_nowhere, live_address, offers
from articles.addresses.straightening import moved_on, own_path
from articles.body.linked import hrefs
from articles.differences.comparing import relations_in_words
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_edit
from authors.models import User

from .step import Step


class ChangeAddress(Step):
    name = "address"
    verb = Verb.ADDRESS
    title = "Change the address"
    intro = "The old address keeps leading here for good."
    button = "Change the address"

    slug = forms.CharField(
        max_length=150,
        label="New address",
        help_text="Letters and digits of any script, joined by hyphens.",
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].initial = self.article.slug

    def perform(self, *, by: User) -> str:
        publishing.change_address(self.article, self.cleaned_data["slug"], by=by)
        return f"The story is now at {self.article.get_absolute_url()}"


class Straighten(Step):
    name = "straighten"
    verb = Verb.SAVE
    title = "Link straight"
    intro = (
        "Links to where pages of ours stood once get the address of today, as a new "
        "version. Readers are led there either way."
    )
    button = "Link straight to them"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_edit(user, article)

    def touches(self) -> list[str]:
        latest = self.article.versions.first()
        before = hrefs(latest.content["body"]) if latest else []
        paths = {path for href in before if (path := own_path(href))}
        now = moved_on(paths, self.moment)
        return [
            f"{href} → {now[path]}"
            for href in dict.fromkeys(before)
            if (path := own_path(href)) in now
        ]

    def obstacles(self) -> list[str]:
        return [] if self.touches() else ["Every link leads straight to its page."]

    def is_moot(self) -> bool:
        return bool(self.obstacles())

    def perform(self, *, by: User) -> str:
        version = publishing.straighten(self.article, by=by)
        return f"Version {version.number} links straight to every page."


class MendLinks(Step):
    name = "mend-links"
    verb = Verb.SAVE
    title = "Mend links"
    intro = (
        "These links lead to nothing that readers can see. What you choose is saved as "
        "a new version; readers see it when that is published."
    )
    button = "Mend the links"

    TAKE, KEEP, OTHER = "take", "keep", "other"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = self.article.versions.first()
        body = latest.content["body"] if latest else ""
        self.dead = leading_nowhere(body, self.moment, self.article)
        found = offers(list(self.dead), self.moment)
        for number, (href, link) in enumerate(self.dead.items()):
            near = [
                (each.url, f"Lead to {each.kind.lower()} “{each.label}”: {each.url}")
                for each in found[href]
            ]
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=link,
                choices=[
                    *near,
                    (self.TAKE, "Take the link away; its words stay"),
                    (self.KEEP, "Leave it: the page will be there in time"),
                    (self.OTHER, "Lead to the address below"),
                ],
                initial=near[0][0] if near else self.TAKE,
                widget=forms.RadioSelect,
            )
            self.fields[f"other_{number}"] = forms.CharField(
                label="Another page of this site",
                required=False,
                widget=forms.TextInput(
                    attrs={"size": 60, "placeholder": "/shows/…", "spellcheck": "false"}
                ),
            )

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_edit(user, article)

    def obstacles(self) -> list[str]:
        return [] if self.dead else ["Every link leads to a page that readers see."]

    def is_moot(self) -> bool:
        return not self.dead

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.targets: dict[str, str] = {}
        for number, href in enumerate(self.dead):
            chosen = cleaned.get(f"to_{number}", self.KEEP)
            field = f"other_{number}" if chosen == self.OTHER else f"to_{number}"
            if chosen == self.KEEP:
                continue
            try:
                typed = cleaned[field]
                self.targets[href] = (
                    "" if chosen == self.TAKE else live_address(typed, self.moment)
                )
            except ValidationError as error:
                self.add_error(field, ValidationError(error.messages))
        return cleaned

    def perform(self, *, by: User) -> str:
        version = publishing.mend_links(
            self.article,
            self.targets,
            number=self.cleaned_data["number"] or self.article.latest_number,
            by=by,
        )
        return f"Version {version.number} has its links mended."


class Restore(Step):
    name = "restore"
    verb = Verb.RESTORE
    title = "Restore a version"
    button = "Restore as the draft"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_edit(user, article)

    def touches(self) -> list[str]:
        if self.version is None:
            return []
        version = self.version
        content, gone = contents.restorable(version.content)
        return [
            f"Version {version.number} of {publishing.spoken(version.created_at)} "
            "becomes the draft again, as a new version. The draft as it is now stays "
            "in the history, and what readers see does not change.",
            *(f"Comes back – {line}" for line in relations_in_words(content)),
            *(f"Deleted since, and left out – {line}" for line in gone),
        ]

    def obstacles(self) -> list[str]:
        return [] if self.version else ["Choose a version in the history."]

    def perform(self, *, by: User) -> str:
        if self.version is None:
            raise ValidationError("Choose a version in the history.")
        version, gone = publishing.restore(self.article, self.version, by=by)
        told = f"Version {version.number} holds it again."
        if gone:
            told += " Left out, because deleted since: " + "; ".join(gone) + "."
        return told
