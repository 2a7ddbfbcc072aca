"""Saying that a live story was read and still holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from articles import publishing
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_update
from authors.models import User

from .step import Step


class StillTrue(Step):
    name = "still-true"
    verb = Verb.CHECK
    title = "Confirm that it still holds"
    intro = (
        "For a story that you have read as readers see it. Checked moves to today; "
        "Updated stays where it is, and not a word changes."
    )
    button = "It still holds"

    note = forms.CharField(
        required=False,
        max_length=200,
        help_text="For the log: what you compared it with.",
        widget=forms.TextInput(attrs={"size": 60}),
    )
    live_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if live := self.live():
            self.fields["live_number"].initial = live.number

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def obstacles(self) -> list[str]:
        live = self.live()
        if live is None:
            return ["The story is not live, so readers rely on nothing in it."]
        if live.retracted:
            return ["The story is retracted; its notice stands alone."]
        return []

    def touches(self) -> list[str]:
        live = self.live()
        if live is None:
            return []
        sentences = [f"It is about version {live.number}, which readers see now."]
        if self.article.checked_at:
            by = self.article.checked_by
            sentences.append(
                "It was last checked on "
                f"{publishing.spoken(self.article.checked_at)}{f' by {by}' if by else ''}."
            )
        return sentences

    def perform(self, *, by: User) -> str:
        publishing.confirm_still_true(
            self.article,
            by=by,
            live_number=self.cleaned_data["live_number"],
            note=self.cleaned_data["note"],
        )
        return "Checked: it still holds."
