"""What a live story shows of itself elsewhere until its readers have watched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin

from articles import content as contents, publishing
from articles.content import Content
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_update
from authors.models import User
from images.choosers import Chooser
from images.models import Image

from .step import MomentField, Step

NAMES = ("gives_away", "safe_until", "safe_headline", "safe_standfirst", "safe_image")


class Spoilers(Step):
    """Published at once, as any fix is, and carried into the draft and schedules."""

    name = "spoilers"
    verb = Verb.FIX
    title = "Protect from spoilers"
    intro = (
        "Until the time you choose, everything outside the story's own page shows the "
        "spoiler-safe headline and picture. It acts at once; no stamp moves."
    )
    button = "Publish"

    what = forms.ChoiceField(
        label="What shall happen",
        choices=[
            ("protect", "Protect the story until the time below"),
            ("end", "End the protection now: its own headline goes everywhere"),
        ],
        initial="protect",
        widget=forms.RadioSelect,
    )
    safe_until = MomentField(label="Spoiler-safe until")
    safe_headline = forms.CharField(
        required=False,
        max_length=200,
        label="Spoiler-safe headline",
        widget=forms.TextInput(attrs={"size": 60}),
    )
    safe_standfirst = forms.CharField(
        required=False,
        max_length=500,
        label="Spoiler-safe standfirst",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    safe_image = forms.ModelChoiceField(
        Image.objects.all(), required=False, label="Spoiler-safe picture"
    )
    gives_away = forms.CharField(
        required=False,
        max_length=120,
        label="What it gives away",
        help_text="Such as “season 2, episode 6”; it stands above the headline.",
        widget=forms.TextInput(attrs={"size": 40}),
    )
    live_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = Article._meta.get_field("safe_image")
        self.fields["safe_image"].widget = Chooser(field, admin.site)
        # The widget lists the one that is chosen.
        self.fields["safe_image"].widget.choices = self.fields["safe_image"].choices  # type: ignore[attr-defined]
        if live := self.live():
            self.fields["live_number"].initial = live.number
            for name in NAMES:
                self.fields[name].initial = getattr(live, name)

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def obstacles(self) -> list[str]:
        if self.live():
            return []
        return ["The story is not live. Its form has the same fields."]

    def touches(self) -> list[str]:
        live = self.live()
        if live is None:
            return []
        if live.is_protected(self.moment):
            until = publishing.spoken(live.safe_until)
            return [f"Elsewhere it is “{live.safe_headline}” until {until}."]
        return ["It shows its own headline everywhere now."]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == "protect" and "safe_until" in cleaned:
            until = cleaned["safe_until"]
            if until is None:
                self.add_error("safe_until", "Say until when it shall be protected.")
            elif until <= self.moment:
                self.add_error(
                    "safe_until",
                    f"{publishing.spoken(until)} is over. Choose a later time, or end "
                    "the protection now.",
                )
        return cleaned

    def changes(self) -> Content:
        if self.cleaned_data["what"] == "end":
            return {"safe_until": contents.plain(self.moment)}
        changes = {name: contents.plain(self.cleaned_data[name]) for name in NAMES}
        return changes | {"safe_headline": " ".join(changes["safe_headline"].split())}

    def perform(self, *, by: User) -> str:
        changes = self.changes()
        until = self.cleaned_data["safe_until"]
        is_over = self.cleaned_data["what"] == "end"
        said = "ended" if is_over else f"until {publishing.spoken(until)}"
        publishing.fix_live(
            self.article,
            changes,
            by=by,
            live_number=self.cleaned_data["live_number"],
            note=f"Protection from spoilers {said}",
        )
        if is_over:
            return "The story shows its own headline and picture everywhere."
        return f"The story is spoiler-safe {said}."
