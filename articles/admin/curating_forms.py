"""What stands in the form of a story's picks, a show's or a shelf."""

from __future__ import annotations

import re
import uuid
from datetime import UTC
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.dateparse import parse_datetime

from articles.body.markup import EMBED_ID
from articles.curation.content import MOST_ROWS, NO_ROW, Content
from articles.curation.describing import ending_of

from .steps.step import MomentField

TARGET = re.compile(rf"(article|show):({EMBED_ID})")
ENDING = re.compile(
    rf"(?P<event>premieres|leaves):(?P<show>{EMBED_ID})(?::(?P<more>{EMBED_ID}))?"
)
PLACE = re.compile(rf"(?:(?:article|show|tag|section):{EMBED_ID}|home|everywhere)")


def new_row(target: str) -> Content:
    """A row for something that was just chosen."""
    found = TARGET.fullmatch(target)
    if not found:
        raise ValidationError("Choose a story or a show from the list.")
    return NO_ROW | {"uid": str(uuid.uuid4()), found[1]: int(found[2])}


class PickForm(forms.Form):
    """One row of the list."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    target = forms.RegexField(TARGET, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "pick__place"}),
    )
    reason = forms.CharField(
        label="Why, for readers",
        max_length=120,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": "same director, half the gore", "class": "pick__why"}
        ),
    )
    starts_at = MomentField("From")
    ends_at = MomentField("Until")
    ends_on = forms.CharField(
        label="Or until something happens",
        required=False,
        widget=forms.Select(choices=[("", "Nothing ends it")]),
    )
    embargo = forms.RegexField(
        rf"{EMBED_ID}",
        label="Not before an embargo lifts",
        required=False,
        widget=forms.Select(choices=[("", "None")]),
    )
    is_never = forms.BooleanField(label="Never here", required=False)

    def offer_embargoes(self, embargoes: list[tuple[str, str]]) -> None:
        widget: Any = self.fields["embargo"].widget
        widget.choices = [("", "None"), *embargoes]

    def offer_endings(self, endings: list[tuple[str, str]]) -> None:
        widget: Any = self.fields["ends_on"].widget
        widget.choices = [("", "Nothing ends it"), *endings]

    def clean_ends_on(self) -> str:
        value = str(self.cleaned_data["ends_on"])
        if value and not ENDING.fullmatch(value):
            raise ValidationError("Choose one of the events.")
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "It has to end after it begins.")
        return data

    def row(self) -> Content:
        data = self.cleaned_data
        row = new_row(data["target"])
        row |= {"uid": str(data["uid"]), "reason": " ".join(data["reason"].split())}
        row["is_never"] = data["is_never"]
        for name in ("starts_at", "ends_at"):
            row[name] = data[name].astimezone(UTC).isoformat() if data[name] else None
        row["embargo"] = int(data["embargo"]) if data["embargo"] else None
        if found := ENDING.fullmatch(data["ends_on"]):
            row |= {"event": found["event"], "event_show": int(found["show"])}
            if found["more"]:
                kind = "season" if found["event"] == "premieres" else "platform"
                row[f"event_{kind}"] = int(found["more"])
        return row


class PickFormSet(BaseFormSet):
    """The rows in the order of their numbers, those taken out left out."""

    def rows(self) -> list[Content]:
        kept = [
            (index, form)
            for index, form in enumerate(self.forms)
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda pair: _rank(pair[0], pair[1].cleaned_data.get("place")))
        return [form.row() for _, form in kept]


def _rank(index: int, place: int | None) -> tuple[int, int, int]:
    """
    By number; of two with the same one, whichever was moved there goes before the other
    when it came from below and after it when it came from above.
    """
    was = index + 1
    place = place or was
    return place, (place > was) - (place < was), index


PICKS = formset_factory(
    PickForm,
    formset=PickFormSet,
    extra=0,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=2 * MOST_ROWS,
)


def initial_of(rows: list[Content]) -> list[dict[str, Any]]:
    """The same rows for the form."""
    return [
        {
            "uid": row["uid"],
            "target": f"article:{row['article']}"
            if row["article"]
            else f"show:{row['show']}",
            "place": place,
            "reason": row["reason"],
            "starts_at": row["starts_at"] and parse_datetime(row["starts_at"]),
            "ends_at": row["ends_at"] and parse_datetime(row["ends_at"]),
            "ends_on": ending_of(row),
            "is_never": row["is_never"],
            "embargo": row.get("embargo") or "",
        }
        for place, row in enumerate(rows, start=1)
    ]


class ShelfForm(forms.Form):
    """What a shelf is called and where it stands."""

    title = forms.CharField(
        max_length=80,
        help_text="Readers see it, where the shelf stands inside a story.",
    )
    is_retired = forms.BooleanField(
        label="Retired",
        required=False,
        help_text="Shown nowhere, and offered to nobody.",
    )
    sitewide = forms.MultipleChoiceField(
        label="On the site",
        required=False,
        choices=[("everywhere", "Every story and show"), ("home", "The home page")],
        widget=forms.CheckboxSelectMultiple,
    )
    sections = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.CharField(
        required=False,
        max_length=400,
        help_text="Those of an awards hub, for example; commas between them.",
    )

    def places(self) -> list[str]:
        return [*self.cleaned_data["sitewide"], *self.cleaned_data["sections"]]
