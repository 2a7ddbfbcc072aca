"""Saying that a live story still holds, or that it knew some news when it went out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_update
from authors.models import User
from shows import wording
from shows.models import Announcement

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


class NewsField(forms.ModelChoiceField):
    """A piece of news, with its source and when it was recorded."""

    def __init__(self) -> None:
        super().__init__(
            Announcement.objects.none(),
            label="It knew",
            widget=forms.RadioSelect,
            empty_label=None,
            help_text="What was recorded before that comes with it.",
        )

    def label_from_instance(self, news: Any) -> str:
        recorded = timezone.localtime(news.recorded_at)
        subject = wording.subject_in_words(news)
        return f"{subject}: {news} ({news.source_name}, recorded {recorded:%H:%M})"


class KnewAlready(Step):
    name = "knew-already"
    verb = Verb.KNEW
    title = "It knew this already"
    intro = (
        "News, reviews, recaps and interviews say what was on record when they went "
        "out. Was the news that this one tells recorded only after it? Then say here "
        "that it knew it. Updated stays where it is."
    )
    button = "Say so"

    news = NewsField()
    take_back = forms.BooleanField(
        required=False,
        label="Take that back: it says nothing but what was on record when it went out",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = self.live()
        field: Any = self.fields["news"]
        if live:
            field.queryset = publishing.late_news(live, self.moment)
        self.has_news = field.queryset.exists()
        self.knew_at = live.knew_at if live else None
        if not self.has_news:
            field.widget = forms.HiddenInput()
        if self.knew_at:
            field.required = False
        else:
            del self.fields["take_back"]

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def obstacles(self) -> list[str]:
        if self.has_news or self.knew_at:
            return []
        return [
            "Within a day of its going out nothing was recorded that was announced by "
            "then, about the facts it prints, and that it does not say already."
        ]

    def touches(self) -> list[str]:
        if self.knew_at is None:
            return []
        moment = publishing.spoken(self.knew_at)
        return [f"It is said to have known what was on record on {moment}."]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.knew_at and bool(data.get("news")) == data.get("take_back"):
            raise ValidationError("Say which news it knew, or take it back.")
        return data

    def perform(self, *, by: User) -> str:
        news = self.cleaned_data["news"]
        publishing.knew_already(self.article, news, by=by)
        if news is None:
            return "It says what was on record when it went out."
        return f"Now it says so: {wording.subject_in_words(news)}: {news}."
