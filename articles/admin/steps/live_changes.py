"""One change to the live story, with or without a notice to readers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles import publishing
from articles.body.widgets import BodyField, LineField
from articles.content import PRIVATE, TEXTS, Content
from articles.differences.comparing import Difference, compare
from articles.differences.conflicts import Conflict, conflicts
from articles.models import Article, Disclosure
from articles.models.log import Verb
from articles.permissions import may_update
from articles.publishing.foreseeing import Outlook
from authors.models import User

from .telling import TellingStep


@dataclass(frozen=True)
class Fate:
    """What becomes of another version by the change, for reading."""

    sentence: str
    conflicts: list[Conflict]


@dataclass(frozen=True)
class Review:
    """What is looked at before the change is published."""

    differences: list[Difference]
    fates: list[Fate]
    # Differs whenever anything that this page says would differ.
    digest: str


class FixLive(TellingStep):
    """
    The live text in a form. What is sent is first shown with the change marked and
    with what becomes of the draft and of scheduled versions; sent again unchanged, it
    is published. Anything that changed in between is shown once more.
    """

    name = "fix"
    verb = Verb.FIX
    title = "Fix the live story"
    template = "live_change"
    intro = (
        "This is what readers see now. Only what you change here is published, after "
        "you have reviewed it; what else is being written on stays unpublished."
    )
    button = "Publish the fix"

    headline = forms.CharField(max_length=200)
    standfirst = LineField(most=500)
    body = BodyField(required=False)
    lead_caption = forms.CharField(required=False, max_length=300)
    lead_credit = forms.CharField(required=False, max_length=200)
    verdict = forms.CharField(required=False, max_length=200)
    seo_title = forms.CharField(required=False, max_length=120, label="Search title")
    seo_description = LineField(most=320, label="Search description")
    disclosure = forms.ChoiceField(required=False, choices=Disclosure.choices)
    disclosed_by = forms.CharField(
        required=False, max_length=120, label="Who paid or provided it"
    )
    disclosed_link = forms.URLField(
        required=False, max_length=500, label="Their site", assume_scheme="https"
    )
    disclosed_text = forms.CharField(
        required=False,
        max_length=500,
        label="Disclosure in our own words",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        required=False,
        max_length=200,
        label="Note for the desk",
        help_text="Why, for the history.",
    )
    live_number = forms.IntegerField(widget=forms.HiddenInput)
    reviewed = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = [
        "headline",
        "standfirst",
        "body",
        "lead_caption",
        "lead_credit",
        "verdict",
        "seo_title",
        "seo_description",
        "disclosure",
        "disclosed_by",
        "disclosed_link",
        "disclosed_text",
        "substantive",
        "reason",
        "note",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is put right in passing seldom says anything new.
        self.fields["substantive"].initial = "no"
        live = self.live()
        if live:
            self.fields["live_number"].initial = live.number
            for name in self.editable():
                # As written: the columns hold only the words of live facts.
                self.fields[name].initial = live.content.get(name, "")

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def editable(self) -> list[str]:
        return [name for name in TEXTS if name in self.fields and name not in PRIVATE]

    def obstacles(self) -> list[str]:
        return [] if self.live() else ["The story is not live, so there is no fix."]

    def touches(self) -> list[str]:
        live = self.live()
        unless = "gets the change too, unless it contradicts it; the review will tell"
        sentences = self.coming_sentences(unless)
        if live and self.article.latest_number != live.number:
            sentences.append(
                f"The draft, version {self.article.latest_number}, {unless}."
            )
        return sentences

    def changes(self) -> Content:
        return {name: self.cleaned_data[name] for name in self.editable()}

    def notice_to_readers(self) -> str:
        return ""

    def is_final(self) -> bool:
        if self.review is None:
            return False
        if self.cleaned_data["reviewed"] == self.review.digest:
            return True
        data: Any = self.data
        data = data.copy()
        data["reviewed"] = self.review.digest
        self.data = data
        return False

    @cached_property
    def review(self) -> Review | None:
        """None before the form was sent, and where the change would be refused."""
        if not self.is_bound or not self.is_valid():
            return None
        try:
            outlook = publishing.foresee_fix(
                self.article,
                self.changes(),
                live_number=self.cleaned_data["live_number"],
                at=self.moment,
            )
        except ValidationError as error:
            self.add_error(None, error)
            return None
        others = [*outlook.scheduled, outlook.draft]
        seen = [
            outlook.after,
            self.notice_to_readers(),
            self.reason_to_readers(),
            outlook.live.number,
            *(other.version.number for other in others),
        ]
        return Review(
            compare(outlook.live.content, outlook.after),
            [_scheduled(other) for other in outlook.scheduled]
            + _draft(outlook.draft, outlook),
            sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest(),
        )

    def perform(self, *, by: User) -> str:
        return self.tell(
            publishing.fix_live(
                self.article,
                self.changes(),
                by=by,
                live_number=self.cleaned_data["live_number"],
                note=self.cleaned_data["note"],
                reason=self.reason_to_readers(),
            )
        )

    def tell(self, fix: publishing.Fix) -> str:
        sentences = [f"Version {fix.live.number} is live."]
        if fix.rescheduled:
            sentences.append("Scheduled versions hold the change too.")
        sentences += [version.stopped_because for version in fix.stopped]
        if fix.unsettled:
            what = ", ".join(clash.label.lower() for clash in fix.unsettled)
            sentences.append(
                f"The draft says otherwise about: {what}. It cannot be published "
                "before that is settled in its form."
            )
        return " ".join(sentences)


class Correct(FixLive):
    name = "correct"
    verb = Verb.CORRECT
    title = "Correct the live story"
    intro = (
        "This is what readers see now. What you change here is published with a notice "
        "to readers, after you have reviewed it."
    )
    button = "Publish the correction"

    notice = forms.CharField(
        max_length=1000,
        label="Notice to readers",
        help_text="Say what was wrong and what is right: “An earlier version misspelt …”",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["notice"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A correction is always told, in the words of its notice.
        del self.fields["substantive"], self.fields["reason"]

    def notice_to_readers(self) -> str:
        notice: str = self.cleaned_data["notice"]
        return notice.strip()

    def perform(self, *, by: User) -> str:
        return self.tell(
            publishing.correct(
                self.article,
                self.changes(),
                by=by,
                notice=self.cleaned_data["notice"],
                live_number=self.cleaned_data["live_number"],
                note=self.cleaned_data["note"],
            )
        )


def _scheduled(outlook: Outlook) -> Fate:
    version = outlook.version
    named = f"Version {version.number}, scheduled for {publishing.spoken(version.live_from)}"
    if outlook.clashes:
        return Fate(
            f"{named}, will be stopped: it changes the same place differently. Bring "
            "the two together afterwards, then schedule it again.",
            conflicts(outlook.clashes, {}),
        )
    return Fate(f"{named}, {_gain(outlook)}.", [])


def _draft(outlook: Outlook, of: publishing.FixOutlook) -> list[Fate]:
    version = outlook.version
    if version.number == of.live.number:
        return []
    named = f"The draft, version {version.number} by {version.by}"
    if outlook.clashes:
        return [
            Fate(
                f"{named}, says otherwise. It keeps its own words and cannot be "
                "published before somebody has settled that in its form.",
                conflicts(outlook.clashes, {}),
            )
        ]
    return [Fate(f"{named}, {_gain(outlook)}.", [])]


def _gain(outlook: Outlook) -> str:
    return "gets the change too" if outlook.gains else "says so already"
