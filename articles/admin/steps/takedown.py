"""Taking a story away from readers, and stopping it altogether."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin

from articles import publishing
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_hold, may_lift_hold
from articles.states import told_instead
from authors.models import User
from images.choosers import Chooser
from shows.models import Show

from .step import Step

AfterTakedown = Article.AfterTakedown


def _chooser(field: str) -> Chooser:
    return Chooser(Article._meta.get_field(field), admin.site)


class _Answering(Step):
    """What is at the address of a story that readers do not see."""

    then = forms.ChoiceField(
        label="What its address answers from now on",
        choices=AfterTakedown,
        initial=AfterTakedown.GONE,
        help_text="Gone lets search engines forget the address. Back soon asks them to "
        "come again and keep it. Whoever is led on lands on the page chosen below.",
        widget=forms.RadioSelect,
    )
    story = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        label="Lead on to this story",
        widget=_chooser("leads_to_article"),
    )
    show = forms.ModelChoiceField(
        Show.objects.all(),
        required=False,
        label="Or to this show",
        widget=_chooser("leads_to_show"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("then") == AfterTakedown.REDIRECT
            and not cleaned.get("story")
            and not cleaned.get("show")
            and not self.errors
        ):
            self.add_error("story", "Choose a story or a show to lead on to.")
        return cleaned

    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        redirects = data["then"] == AfterTakedown.REDIRECT
        target = (data["story"] or data["show"]) if redirects else None
        return {"then": data["then"], "leads_to": target}


class Unpublish(_Answering):
    name = "unpublish"
    verb = Verb.UNPUBLISH
    title = "Unpublish"
    intro = "Readers no longer see the story. Its text and history stay here."
    button = "Unpublish"
    danger = True

    def touches(self) -> list[str]:
        live = self.live()
        sentences = [f"Version {live.number} stops being live now."] if live else []
        return [*sentences, *self.coming_sentences("is taken back"), *self.links()]

    def perform(self, *, by: User) -> str:
        publishing.unpublish(self.article, by=by, **self.chosen())
        return f"The story is no longer live. {told_instead(self.article)}"


class Answer(_Answering):
    name = "answer"
    verb = Verb.ADDRESS
    title = "What its address answers"
    intro = "Readers no longer see the story. Choose what they find instead."
    button = "Answer like that"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["then"].initial = self.article.after_takedown
        self.fields["story"].initial = self.article.leads_to_article_id
        self.fields["show"].initial = self.article.leads_to_show_id

    def touches(self) -> list[str]:
        return [told_instead(self.article), *self.links()]

    def perform(self, *, by: User) -> str:
        publishing.answer(self.article, by=by, **self.chosen())
        return told_instead(self.article)


class Retract(Step):
    name = "retract"
    verb = Verb.RETRACT
    title = "Retract"
    intro = (
        "The page keeps its address and headline and shows your notice instead of the "
        "text. The story leaves every list."
    )
    button = "Retract the story"
    danger = True

    notice = forms.CharField(
        label="Notice to readers",
        max_length=2000,
        help_text="Why the story is withdrawn.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def touches(self) -> list[str]:
        return [*self.coming_sentences("is taken back"), *self.links()]

    def obstacles(self) -> list[str]:
        return [] if self.live() else ["Only a live story can be retracted."]

    def perform(self, *, by: User) -> str:
        publishing.retract(self.article, by=by, notice=self.cleaned_data["notice"])
        return "The story is retracted."


class _WithReason(Step):
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="For the log. Readers never see it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Kill(_WithReason):
    name = "kill"
    verb = Verb.KILL
    title = "Kill"
    intro = (
        "Everything stops at once: what is live and scheduled, feeds, search and "
        "links for outsiders. The address answers that the story is gone. Nobody can "
        "work on it until an editor revives it; its text and history stay here."
    )
    button = "Kill the story"
    danger = True

    def touches(self) -> list[str]:
        live = self.live()
        sentences = [f"Version {live.number} stops being live now."] if live else []
        sentences += self.coming_sentences("is taken back")
        links = self.article.preview_links.filter(
            revoked_at=None, expires_at__gt=self.moment
        ).count()
        if links:
            sentences.append(
                f"{links} preview link{'s' if links > 1 else ''} for outsiders "
                f"stop{'' if links > 1 else 's'} working."
            )
        return [*sentences, *self.links()]

    def perform(self, *, by: User) -> str:
        publishing.kill(self.article, by=by, reason=self.cleaned_data["reason"])
        return "The story is killed."


class Revive(Step):
    name = "revive"
    verb = Verb.REVIVE
    title = "Revive"
    intro = "The story becomes a draft again. Nothing of it is live by that."
    button = "Revive the story"

    def perform(self, *, by: User) -> str:
        publishing.revive(self.article, by=by)
        return "The story is a draft again."


class Hold(_WithReason):
    name = "hold"
    verb = Verb.HOLD
    title = "Put under legal hold"
    intro = (
        "Nothing of the story can be published, changed or deleted until the hold is "
        "lifted. What is live stays live: unpublish or kill it if it must come down."
    )
    button = "Put under legal hold"
    danger = True

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_hold(user)

    def touches(self) -> list[str]:
        return self.coming_sentences("is stopped")

    def perform(self, *, by: User) -> str:
        publishing.hold(self.article, by=by, reason=self.cleaned_data["reason"])
        return "The story is under legal hold."


class LiftHold(Step):
    name = "lift-hold"
    verb = Verb.LIFT_HOLD
    title = "Lift the legal hold"
    button = "Lift the legal hold"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_lift_hold(user)

    def touches(self) -> list[str]:
        if not self.article.held_at:
            return []
        return [
            f"{self.article.held_by} put it there on "
            f"{publishing.spoken(self.article.held_at)}: {self.article.held_because}",
            "What the hold stopped is not scheduled again by this.",
        ]

    def perform(self, *, by: User) -> str:
        publishing.lift_hold(self.article, by=by)
        return "The legal hold is lifted."


class Merge(Step):
    name = "merge"
    verb = Verb.MERGE
    title = "Merge into another story"
    intro = (
        "Readers of this story are led to the other one for good, at every address it "
        "ever had. Notes, picks and links go there; its text and history stay here. It "
        "can be undone."
    )
    button = "Merge"
    danger = True

    story = forms.ModelChoiceField(
        Article.objects.all(),
        label="Keep",
        help_text="The story that readers are led to.",
        error_messages={"required": "Choose the story to keep."},
        widget=_chooser("leads_to_article"),
    )

    def touches(self) -> list[str]:
        live = self.live()
        sentences = [f"Version {live.number} stops being live now."] if live else []
        return [*sentences, *self.coming_sentences("is taken back"), *self.links()]

    def perform(self, *, by: User) -> str:
        kept = self.cleaned_data["story"]
        publishing.merge(self.article, into=kept, by=by)
        return f"The story leads to “{kept}” now."


class Part(Step):
    name = "part"
    verb = Verb.PART
    title = "Part from the other story"
    intro = (
        "The story has its address again and what came with it, and is live if it was. "
        "What was scheduled is scheduled again where its time is still to come."
    )
    button = "Part them"

    def obstacles(self) -> list[str]:
        if self.article.merged_into_id:
            return []
        return ["The story was not merged into another one."]

    def touches(self) -> list[str]:
        again, missed = publishing.taken_back(self.article, self.moment)
        kept = self.article.merged_into
        return [
            *([f"Its addresses lead to “{kept}” now."] if kept else []),
            *(
                f"Version {each.version.number} is scheduled again for "
                f"{publishing.spoken(each.start)}."
                for each in again
            ),
            *map(str, missed),
        ]

    def perform(self, *, by: User) -> str:
        publishing.part(self.article, by=by)
        return "The story stands by itself again."
