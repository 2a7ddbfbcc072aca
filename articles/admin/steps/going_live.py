"""Publishing, now or at a coming time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from articles import publishing
from articles.checking.checklist import Checklist
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_update
from articles.publishing.going_live import BACK_WITHOUT_REASON
from articles.publishing.windows import own_reason
from authors.models import User

from .step import EmbargoField, MomentField, Step
from .telling import TellingStep


class Publish(TellingStep):
    name = "publish"
    verb = Verb.PUBLISH
    title = "Publish"
    button = "Publish"

    when = forms.ChoiceField(
        choices=[
            ("now", "Now"),
            ("at", "At a coming time"),
            ("embargo", "When an embargo lifts"),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )
    at = MomentField("Publish at")
    embargo = EmbargoField(label="Embargo")
    until = MomentField("Take down at", help_text="Empty: it stays.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["embargo"].offer(self.viewer, self.moment)  # type: ignore[attr-defined]
        embargo = self.article.embargo
        if embargo and embargo.is_standing(self.moment):
            self.initial.update(when="embargo", embargo=embargo.pk)
        live = self.live()
        self.takes_back = live is not None and live.retracted
        if self.takes_back:
            # Always news to readers.
            del self.fields["substantive"]
            field = self.fields["reason"]
            field.label, field.required = "Why the story is back", True
            field.help_text = "One line for readers, who saw the retraction."
            field.error_messages["required"] = BACK_WITHOUT_REASON
            self.button = "Take the retraction back"
        elif not self.article.versions.filter(live_from__lte=self.moment).exists():
            # Its first publication is news by itself.
            del self.fields["substantive"], self.fields["reason"]
        elif (coming := self.coming()) and coming[
            -1
        ].number == self.article.latest_number:
            # Moved to another time, it is told of as before.
            reason = own_reason(coming[-1])
            self.fields["substantive"].initial = "yes" if reason else "no"
            self.fields["reason"].initial = reason

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" in cleaned:
            self.add_error("at", "Say when.")
        if cleaned.get("when") == "embargo" and not cleaned.get("embargo"):
            self.add_error("embargo", "Choose the embargo.")
        return cleaned

    def touches(self) -> list[str]:
        live = self.live()
        latest = self.article.versions.first()
        sentences = []
        if self.takes_back and live and latest == live:
            sentences.append(
                "Readers see the text again as it was before the retraction."
            )
        elif latest:
            sentences.append(
                f"Version {latest.number}, saved by {latest.by} on "
                f"{publishing.spoken(latest.created_at)}, becomes what readers see."
            )
        if self.takes_back:
            sentences.append("The notice of its retraction comes down.")
        elif live:
            sentences.append(f"It replaces version {live.number}, live now.")
        return sentences + self.coming_sentences("is waiting")

    def checklist(self) -> Checklist | None:
        """As it will be at the time that was typed, once one was."""
        return self.check_latest(self._moment_chosen() or self.moment)

    def reason_to_readers(self) -> str:
        if self.takes_back:
            back_because: str = self.cleaned_data["reason"]
            return back_because
        return super().reason_to_readers()

    def _moment_chosen(self) -> datetime | None:
        data = self.cleaned_data if self.is_bound else {}
        embargo = data.get("embargo") if self.is_bound else self.article.embargo
        if embargo and data.get("when", "embargo") == "embargo":
            moment: datetime = embargo.lifts_at
            return moment
        return data.get("at")

    def perform(self, *, by: User) -> str:
        data = self.cleaned_data
        options: dict[str, Any] = {
            "by": by,
            "number": data["number"],
            "until": data["until"],
            "reason": self.reason_to_readers(),
        }
        if data["when"] == "at":
            version = publishing.schedule(self.article, at=data["at"], **options)
            return f"It will be live from {publishing.spoken(version.live_from)}."
        if data["when"] == "embargo":
            embargo = data["embargo"]
            version = publishing.schedule(self.article, embargo=embargo, **options)
            return (
                f"It will be live when “{embargo}” lifts, from "
                f"{publishing.spoken(version.live_from)}."
            )
        version = publishing.publish(self.article, **options)
        return f"Version {version.number} is live."


class UnderEmbargo(Step):
    name = "embargo"
    verb = Verb.EMBARGO
    title = "Change the embargo"
    button = "Save"
    intro = (
        "Nothing new of the story goes out before its embargo lifts. Whoever works on "
        "the story knows of the embargo and of the news under it."
    )

    embargo = EmbargoField(label="Embargo", empty_label="None")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["embargo"].offer(self.viewer, self.moment)  # type: ignore[attr-defined]
        self.initial["embargo"] = self.article.embargo_id

    def perform(self, *, by: User) -> str:
        embargo = self.cleaned_data["embargo"]
        publishing.put_under(self.article, embargo, by=by)
        if embargo is None:
            return "The story is under no embargo."
        return f"Nothing goes out before {publishing.spoken(embargo.lifts_at)}."


class CancelSchedule(Step):
    name = "cancel-schedule"
    verb = Verb.CANCEL_SCHEDULE
    title = "Cancel the schedule"
    button = "Cancel the schedule"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_update(user, article, at)

    def touches(self) -> list[str]:
        return self.coming_sentences("goes back to being a draft")

    def perform(self, *, by: User) -> str:
        coming = self.coming()
        if not coming:
            return "Nothing was scheduled any more."
        for version in coming:
            publishing.cancel_schedule(self.article, version, by=by)
        return "The schedule is cancelled. What is live stays as it is."
