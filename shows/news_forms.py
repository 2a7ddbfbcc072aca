"""One piece of news as a person types it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from images.choosers import Chooser

from . import dates, facts
from .models import Announcement, Embargo, Person, Platform, Proposal, Show, Trailer
from .newcomers import read_trailer
from .vocabulary import Certainty

Kind = Announcement.Kind

# As the desk looks for them: the word of the day first.
KINDS: list[tuple[str, list[str]]] = [
    ("It goes on", [Kind.RENEWED, Kind.ANNOUNCED, Kind.REVIVED]),
    ("It is over", [Kind.CANCELLED, Kind.ENDED]),
    ("When", [Kind.DATE_SET, Kind.DATE_MOVED, Kind.RELEASED]),
    ("In the making", [Kind.IN_PRODUCTION, Kind.WRAPPED, Kind.TRAILER_OUT]),
    ("Who", [Kind.JOINS, Kind.LEAVES]),
    ("Where", [Kind.PLATFORM_ADDED, Kind.PLATFORM_CHANGED, Kind.PLATFORM_LEFT]),
    ("How many", [Kind.EPISODE_COUNT]),
]
# The fields of the form that say what `facts.ALLOWED` calls by one name.
SAID_IN = {
    "date": ["when", "zone"],
    "person": ["person", "person_name"],
    "trailer": ["trailer", "trailer_address", "trailer_title"],
}
NOW, AT, EMBARGO = "now", "at", "embargo"
# Zones that releases are given in, offered as one types.
ZONES = ["America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Seoul"] + [
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
]


def fields_of(kind: str) -> list[str]:
    """The fields that a kind of news asks for, beyond what all kinds say."""
    return [
        field
        for name in facts.ALLOWED.get(kind, ())
        for field in SAID_IN.get(name, [name])
    ]


OF_SOME_KINDS = {
    field: [k for k in Kind if field in fields_of(k)]
    for kind in Kind
    for field in fields_of(kind)
}


def chooser(name: str) -> Chooser:
    return Chooser(Announcement._meta.get_field(name), admin.site)


class NewsForm(forms.Form):
    """
    What happened, who says so, and when readers may know.

    `by` and `at` are who types it and when: they decide which shows and embargoes may
    be named. What of another kind was typed is left out, so that a kind can be changed
    without clearing its fields first.
    """

    kind = forms.ChoiceField(label="What happened")
    show = forms.ModelChoiceField(Show.objects.none())
    season_number = forms.IntegerField(
        label="Season",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="Empty: the whole show. The next one is made if it is not here yet.",
    )
    part_number = forms.IntegerField(
        label="Part", required=False, min_value=1, max_value=99
    )
    when = forms.CharField(
        label="Date",
        required=False,
        max_length=60,
        help_text=f"As precisely as it is known: {dates.EXAMPLES}",
    )
    zone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=40,
        help_text="With a time of day only: Asia/Seoul",
    )
    platform = forms.ModelChoiceField(Platform.objects.all(), required=False)
    territory = forms.CharField(
        required=False,
        max_length=2,
        help_text="Two letters of the country it is true for. Empty: everywhere.",
    )
    number = forms.IntegerField(label="Episodes", required=False, min_value=1)
    person = forms.ModelChoiceField(Person.objects.none(), required=False)
    person_name = forms.CharField(
        label="Or a new name",
        required=False,
        max_length=200,
        help_text="For somebody who is not in the catalogue yet.",
    )
    character = forms.CharField(
        required=False, max_length=200, help_text="Whom they play, if that is known."
    )
    job = forms.CharField(
        required=False, max_length=100, help_text="Crew only: Director, Writer"
    )
    trailer = forms.ModelChoiceField(Trailer.objects.none(), required=False)
    trailer_address = forms.CharField(
        label="Or its address",
        required=False,
        max_length=300,
        help_text="Of the video on YouTube or Vimeo, as the browser shows it.",
    )
    trailer_title = forms.CharField(
        label="What it is called",
        required=False,
        max_length=200,
        help_text="Empty: Official trailer.",
    )
    certainty = forms.ChoiceField(
        label="How sure",
        choices=Certainty.choices,
        initial=Certainty.CONFIRMED,
        widget=forms.RadioSelect,
        help_text="Only what is confirmed changes a fact. The rest stands beside it, "
        "with its source.",
    )
    source_name = forms.CharField(
        label="Source", max_length=200, help_text="Who said so: Netflix, Variety"
    )
    source_url = forms.URLField(
        label="Link to the source",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    announced_on = forms.DateField(
        label="Announced on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The day the source said so.",
    )
    public = forms.ChoiceField(
        label="Readers may know",
        choices=[
            (NOW, "At once"),
            (AT, "From a moment on"),
            (EMBARGO, "When an embargo lifts"),
        ],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    public_from = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    embargo = forms.ModelChoiceField(Embargo.objects.none(), required=False)
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the desk; readers do not see it.",
    )

    # What the step calls by another name.
    FIELDS_ON_FORM = {
        "season": "season_number",
        "part": "part_number",
        "date": "when",
        "precision": "when",
        "moment": "when",
    }
    WHAT = ("show", "season_number", "part_number")
    WHO_SAYS_SO = ("certainty", "source_name", "source_url", "announced_on")

    def __init__(
        self, *args: Any, by: AbstractUser, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.at = by, at
        fields: Any = self.fields
        fields["kind"].choices = [
            (group, [(kind, Kind(kind).label) for kind in kinds])
            for group, kinds in KINDS
        ]
        for name, known in (
            ("show", Show.objects.listed().known_to(by, at)),
            ("person", Person.objects.listed().known_to(by, at)),
            ("trailer", Trailer.objects.known_to(by, at).select_related("show")),
        ):
            fields[name].queryset = known
            fields[name].widget = chooser(name)
            fields[name].widget.choices = fields[name].choices
        fields["embargo"].queryset = Embargo.objects.known_to(by).standing(at)
        fields["embargo"].label_from_instance = _embargo_in_words
        fields["public_from"].label = f"From ({timezone.get_current_timezone_name()})"
        fields["announced_on"].initial = timezone.localdate(at)
        fields["zone"].widget.attrs["list"] = "zones"

    @property
    def chosen_kind(self) -> str:
        """The kind whose fields are asked for; empty where none has been chosen."""
        kind = self["kind"].value() or ""
        return kind if kind in Kind.values and kind != Kind.WITHDRAWAL else ""

    def clean_when(self) -> dates.When | None:
        typed = self.cleaned_data["when"] if self._asks_for("when") else ""
        return dates.read(typed) if typed else None

    def clean_trailer_address(self) -> str:
        address: str = self.cleaned_data["trailer_address"]
        if address and self._asks_for("trailer_address"):
            read_trailer(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("public") == AT and not cleaned.get("public_from"):
            self._ask("public_from", "Say from when.")
        if cleaned.get("public") == EMBARGO and not cleaned.get("embargo"):
            self._ask("embargo", "Choose the embargo.")
        for row, named in (("person", "person_name"), ("trailer", "trailer_address")):
            if self._asks_for(row) and cleaned.get(row) and cleaned.get(named):
                self._ask(named, "Choose one, or add a new one; not both.")
        when = cleaned.get("when")
        if when and when.time:
            try:
                cleaned["moment"] = when.moment(cleaned.get("zone") or "")
            except ValidationError as error:
                self.add_error("zone", error)
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `facts.record` and `facts.propose` are told."""
        data = self.cleaned_data
        told = {
            name: value
            for name, value in data.items()
            if value not in (None, "")
            and name in facts.Said.__annotations__
            and (name not in OF_SOME_KINDS or self._asks_for(name))
        }
        if data["public"] != EMBARGO:
            told.pop("embargo", None)
        if data["public"] != AT:
            told.pop("public_from", None)
        told.pop("moment", None)
        if when := data.get("when"):
            told |= {"date": when.date, "precision": when.precision}
            if when.time:
                told["moment"] = data["moment"]
        if not told.get("moment"):
            told.pop("zone", None)
        return told | {
            "kind": data["kind"],
            "show": data["show"],
            "source_name": data["source_name"],
            "announced_on": data["announced_on"],
        }

    def refuse(self, error: ValidationError) -> None:
        """Put what the step refuses beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.message_dict.items():
            field = self.FIELDS_ON_FORM.get(name, name)
            known = field in self.fields and name != NON_FIELD_ERRORS
            self.add_error(field if known else None, messages)

    def _asks_for(self, field: str) -> bool:
        return field in fields_of(self.chosen_kind)

    def _ask(self, field: str, sentence: str) -> None:
        if field not in self.errors:
            self.add_error(field, sentence)


def typed_before(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the form would show it, for an editor to look at and change."""
    said = facts.proposed(proposal)
    typed = {name: getattr(value, "pk", value) for name, value in said.items()}
    if season := said.get("season"):
        typed["season_number"] = season.number
    if part := said.get("part"):
        typed["part_number"] = part.number
    if said.get("date"):
        typed["when"] = dates.write(
            said["date"], said["precision"], said.get("moment"), said.get("zone", "")
        )
    typed["public"] = EMBARGO if said.get("embargo") else NOW
    if said.get("public_from"):
        typed["public"] = AT
    typed.setdefault("announced_on", timezone.localdate(proposal.proposed_at))
    return typed


def _embargo_in_words(embargo: Embargo) -> str:
    local = timezone.localtime(embargo.lifts_at)
    return f"{embargo} ({local:%-d %B %Y, %H:%M} {local.tzname()})"


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Stands in the history of the show, for the desk.",
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Whoever proposed it reads why.",
    )
