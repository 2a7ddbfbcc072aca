"""
The steps of `publishing`, each as a page of the admin with one question and one button.

A page says beforehand what the step will touch; the step itself checks permission and
state again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from articles import publishing
from articles.content import PRIVATE, TEXTS, Content
from articles.models import Article, Version
from articles.permissions import may_edit, may_publish
from articles.readiness import problems
from articles.widgets import BodyField
from authors.models import User


def zone() -> str:
    return timezone.get_current_timezone_name()


class MomentField(forms.DateTimeField):
    """A time in the site's time zone, which its label names."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, required=False, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, name)
        bound.label = f"{self.label} ({zone()})"
        return bound


class Step(forms.Form):
    """One step on one story. `number` is the version the person is looking at."""

    name = ""
    title = ""
    intro = ""
    button = ""
    danger = False
    # Templates offer the classes themselves.
    do_not_call_in_templates = True

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        article: Article,
        moment: datetime,
        version: Version | None = None,
        **kwargs: Any,
    ) -> None:
        self.article = article
        self.moment = moment
        self.version = version
        super().__init__(*args, **kwargs)
        self.fields["number"].initial = article.latest_number

    @staticmethod
    def allowed(user: User, article: Article) -> bool:
        return may_publish(user)

    def touches(self) -> list[str]:
        """What the step will do, in sentences, said before the button."""
        return []

    def obstacles(self) -> list[str]:
        """Why it would be refused now."""
        return []

    def perform(self, *, by: User) -> str:
        """Take the step; what to tell the person is returned."""
        raise NotImplementedError

    def live(self) -> Version | None:
        return self.article.versions.live(self.moment).first()

    def coming(self) -> list[Version]:
        return list(self.article.versions.scheduled(self.moment).order_by("live_from"))

    def coming_sentences(self, verb: str) -> list[str]:
        return [
            f"Version {version.number}, scheduled for "
            f"{publishing.spoken(version.live_from)}, {verb}."
            for version in self.coming()
        ]


class Publish(Step):
    name = "publish"
    title = "Publish"
    button = "Publish"

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("at", "At a coming time")],
        initial="now",
        widget=forms.RadioSelect,
    )
    at = MomentField("Publish at")
    until = MomentField("Take down at", help_text="Empty: it stays.")
    substantive = forms.BooleanField(
        required=False,
        label="Readers should be told that this was updated",
        help_text="Leave it off for a change of wording.",
    )
    reason = forms.CharField(
        required=False,
        max_length=200,
        label="What changed",
        help_text="One line for readers, shown beside the time of the update.",
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.article.versions.filter(live_from__lte=self.moment).exists():
            del self.fields["substantive"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" in cleaned:
            self.add_error("at", "Say when.")
        if cleaned.get("substantive") and not cleaned.get("reason"):
            self.add_error("reason", "Tell readers in one line what changed.")
        return cleaned

    def touches(self) -> list[str]:
        live = self.live()
        latest = self.article.versions.first()
        sentences = []
        if latest:
            sentences.append(
                f"Version {latest.number}, saved by {latest.by} on "
                f"{publishing.spoken(latest.created_at)}, becomes what readers see."
            )
        if live:
            sentences.append(f"It replaces version {live.number}, live now.")
        return sentences + self.coming_sentences("is waiting")

    def obstacles(self) -> list[str]:
        latest = self.article.versions.first()
        return problems(latest.content, at=self.moment) if latest else []

    def perform(self, *, by: User) -> str:
        data = self.cleaned_data
        options: dict[str, Any] = {
            "by": by,
            "number": data["number"],
            "until": data["until"],
            "substantive": bool(data.get("substantive")),
            "reason": data.get("reason", ""),
        }
        if data["when"] == "at":
            version = publishing.schedule(self.article, at=data["at"], **options)
            return f"It will be live from {publishing.spoken(version.live_from)}."
        version = publishing.publish(self.article, **options)
        return f"Version {version.number} is live."


class CancelSchedule(Step):
    name = "cancel-schedule"
    title = "Cancel the schedule"
    button = "Cancel the schedule"

    def touches(self) -> list[str]:
        return self.coming_sentences("goes back to being a draft")

    def perform(self, *, by: User) -> str:
        coming = self.coming()
        if not coming:
            return "Nothing was scheduled any more."
        for version in coming:
            publishing.cancel_schedule(self.article, version, by=by)
        return "The schedule is cancelled. What is live stays as it is."


class FixLive(Step):
    name = "fix"
    title = "Fix the live story"
    intro = (
        "This is what readers see now. Only what you change here is published; the "
        "draft and every scheduled version get the same change."
    )
    button = "Publish the fix"

    headline = forms.CharField(max_length=200)
    standfirst = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = BodyField(required=False)
    lead_caption = forms.CharField(required=False, max_length=300)
    lead_credit = forms.CharField(required=False, max_length=200)
    verdict = forms.CharField(required=False, max_length=200)
    seo_title = forms.CharField(required=False, max_length=120, label="Search title")
    seo_description = forms.CharField(
        required=False,
        max_length=320,
        label="Search description",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        required=False,
        max_length=200,
        label="Note for the desk",
        help_text="Why, for the history.",
    )
    live_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = self.live()
        if live:
            self.fields["live_number"].initial = live.number
            for name in self.editable():
                self.fields[name].initial = getattr(live, name)

    def editable(self) -> list[str]:
        return [name for name in TEXTS if name in self.fields and name not in PRIVATE]

    def obstacles(self) -> list[str]:
        return [] if self.live() else ["The story is not live, so there is no fix."]

    def touches(self) -> list[str]:
        live = self.live()
        sentences = self.coming_sentences("gets the change too")
        if live and self.article.latest_number != live.number:
            sentences.append(
                f"The draft (version {self.article.latest_number}) gets it too."
            )
        return sentences

    def changes(self) -> Content:
        return {name: self.cleaned_data[name] for name in self.editable()}

    def perform(self, *, by: User) -> str:
        return self.tell(
            publishing.fix_live(
                self.article,
                self.changes(),
                by=by,
                live_number=self.cleaned_data["live_number"],
                note=self.cleaned_data["note"],
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
    title = "Correct the live story"
    intro = (
        "This is what readers see now. What you change here is published at once with "
        "a notice; the draft and every scheduled version get the same change."
    )
    button = "Publish the correction"

    notice = forms.CharField(
        max_length=1000,
        label="Notice to readers",
        help_text="Say what was wrong and what is right: “An earlier version misspelt …”",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["notice"]

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


class Unpublish(Step):
    name = "unpublish"
    title = "Unpublish"
    intro = (
        "Readers who follow a link to the story are told that it is no longer "
        "available. Its text and history stay here."
    )
    button = "Unpublish"
    danger = True

    def touches(self) -> list[str]:
        live = self.live()
        sentences = [f"Version {live.number} stops being live now."] if live else []
        return sentences + self.coming_sentences("is taken back")

    def perform(self, *, by: User) -> str:
        publishing.unpublish(self.article, by=by)
        return "The story is no longer live."


class Retract(Step):
    name = "retract"
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
        return self.coming_sentences("is taken back")

    def obstacles(self) -> list[str]:
        return [] if self.live() else ["Only a live story can be retracted."]

    def perform(self, *, by: User) -> str:
        publishing.retract(self.article, by=by, notice=self.cleaned_data["notice"])
        return "The story is retracted."


class ChangeAddress(Step):
    name = "address"
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


class Submit(Step):
    name = "submit"
    title = "Submit for review"
    intro = "The editors take over; you can withdraw it again."
    button = "Submit for review"

    @staticmethod
    def allowed(user: User, article: Article) -> bool:
        return may_edit(user, article)

    def obstacles(self) -> list[str]:
        latest = self.article.versions.first()
        return problems(latest.content, at=self.moment) if latest else []

    def perform(self, *, by: User) -> str:
        publishing.submit(self.article, by=by)
        return "The story is with the editors."


class Return(Step):
    name = "return"
    title = "Take out of review"
    intro = "The story goes back to its writer as a draft."
    button = "Return to the writer"

    @staticmethod
    def allowed(user: User, article: Article) -> bool:
        return may_publish(user) or article.owner_id == user.pk

    def perform(self, *, by: User) -> str:
        publishing.return_to_writer(self.article, by=by)
        return "The story is a draft again."


class Restore(Step):
    name = "restore"
    title = "Restore a version"
    button = "Restore as the draft"

    @staticmethod
    def allowed(user: User, article: Article) -> bool:
        return may_edit(user, article)

    def touches(self) -> list[str]:
        if self.version is None:
            return []
        return [
            f"Version {self.version.number} of "
            f"{publishing.spoken(self.version.created_at)} becomes the draft again, "
            "as a new version.",
            "What readers see does not change.",
        ]

    def obstacles(self) -> list[str]:
        return [] if self.version else ["Choose a version in the history."]

    def perform(self, *, by: User) -> str:
        assert self.version is not None  # noqa: S101 - obstacles() has refused it
        version, gone = publishing.restore(self.article, self.version, by=by)
        told = f"Version {version.number} holds it again."
        if gone:
            told += " Left out, because deleted since: " + "; ".join(gone) + "."
        return told


STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        Publish,
        CancelSchedule,
        FixLive,
        Correct,
        Unpublish,
        Retract,
        ChangeAddress,
        Submit,
        Return,
        Restore,
    )
}
