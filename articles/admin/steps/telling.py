"""Whether readers are told of a change of a live story, and in which words."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.publishing.windows import LONGEST_REASON

from .step import Step


class TellingStep(Step):
    """A step that asks whether the change is one of substance."""

    substantive = forms.ChoiceField(
        label="Does it change what readers learn?",
        choices=[
            ("yes", "Yes: Updated moves, and they are told what changed"),
            ("no", "No: a typo or a better word, which moves no stamp"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this changes what readers learn."},
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label="What changed",
        help_text="One line for readers, beside the time of the update: “Netflix has "
        "set a date for season 2”.",
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = cleaned.get("substantive")
        if told == "yes" and not cleaned.get("reason") and "reason" in cleaned:
            self.add_error("reason", "Tell readers in one line what changed.")
        if told == "no" and cleaned.get("reason"):
            self.add_error(
                "substantive",
                "You wrote what changed, so this says something to readers. Choose "
                "yes, or take the line away.",
            )
        return cleaned

    def reason_to_readers(self) -> str:
        if self.cleaned_data.get("substantive") != "yes":
            return ""
        reason: str = self.cleaned_data["reason"]
        return reason
