"""The story form: what a person typed, as content for `publishing.save_version`."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import content as contents, publishing
from articles.body.lines import LINES
from articles.body.widgets import BodyField, LineField
from articles.checking import explainers
from articles.checking.checklist import known_rivals
from articles.checking.readiness import UNCHOSEN
from articles.content import Content, RowKind
from articles.models import Article, OldAddress
from articles.models.disclosure import host_of
from articles.publishing.reviewing import PLAN
from articles.tagging import check_tags
from authors.models import User
from images.choosers import Chooser

from .widgets import TagInput


class ArticleForm(forms.ModelForm):
    """
    Nothing is required for saving a draft; submission and publication ask for more.

    `base` is the number of the version the form was opened on. The model admin sets
    `viewer` and `moment`, and `refusal` when a step refused what was typed, so that
    the form shows why.
    """

    body = BodyField(required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    settled = forms.BooleanField(
        required=False,
        label="The draft now agrees with the live story where it should",
    )
    second_explainer = forms.BooleanField(
        required=False, label="Start a second one all the same"
    )

    standfirst = LineField(
        most=500, help_text=Article._meta.get_field("standfirst").help_text
    )
    seo_description = LineField(
        most=320,
        label="Search description",
        help_text=Article._meta.get_field("seo_description").help_text,
    )

    refusal: ValidationError | None = None
    viewer: User
    moment: datetime
    # Other explainers of the same that hold this save back.
    rivals: list[Article] = []

    class Meta:
        model = Article
        fields = [
            "kind",
            "question",
            "headline",
            "slug",
            "standfirst",
            "body",
            "section",
            "lead_image",
            "lead_caption",
            "lead_credit",
            "verdict",
            "rating",
            "seasons",
            "episodes",
            "people",
            "tags",
            "seo_title",
            "seo_description",
            "safe_until",
            "safe_headline",
            "safe_standfirst",
            "safe_image",
            "gives_away",
            "disclosure",
            "disclosed_by",
            "disclosed_link",
            "disclosed_text",
            "paid_sites",
            "internal_note",
            "assignee",
            "due_at",
            "planned_for",
        ]
        widgets = {
            # A headline may be longer than a line of the form.
            "headline": forms.Textarea(attrs={"rows": 1}),
            "disclosed_link": forms.URLInput,
            "disclosed_text": forms.Textarea(attrs={"rows": 2}),
            "safe_headline": forms.Textarea(attrs={"rows": 1}),
            "safe_standfirst": forms.Textarea(attrs={"rows": 2}),
            "safe_until": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "tags": TagInput,
            "due_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "planned_for": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        field_classes = {
            "due_at": forms.DateTimeField,
            "safe_until": forms.DateTimeField,
        }
        help_texts = {"tags": "Separated by commas."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].initial = self.instance.latest_number
        for name in LINES:
            if name in self.fields:
                self.fields[name].viewer = self.viewer  # type: ignore[attr-defined]
        for name in contents.SETS:
            if self.instance.pk and name in self.fields:
                there = getattr(self.instance, name).values("pk")
                keep_choosable(self.fields[name], there)
        if not self.instance.unsettled:
            del self.fields["settled"]
        for name, label in (("due_at", "Due"), ("safe_until", "Spoiler-safe until")):
            if name in self.fields:
                zone = timezone.get_current_timezone_name()
                self.fields[name].label = f"{label} ({zone})"
        for name in (*PLAN, "slug"):
            if name in self.fields:
                # What the person saw: a colleague may change it meanwhile.
                self.fields[name].show_hidden_initial = True

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_safe_headline(self) -> str:
        return " ".join(self.cleaned_data["safe_headline"].split())

    def clean_slug(self) -> str:
        """An address left empty, or never chosen, follows the headline."""
        slug = self.cleaned_data["slug"]
        headline = self.cleaned_data.get("headline", "")
        if not slug or (headline and UNCHOSEN.fullmatch(slug)):
            return publishing.unique_address(headline, but=self.instance)
        if slug != self._seen("slug") and (
            OldAddress.objects.filter(slug=slug).exists()
        ):
            raise ValidationError(
                "This is an old address of another story and still leads there."
            )
        return slug

    def clean_tags(self) -> list[str]:
        tags = self.cleaned_data["tags"]
        check_tags(tags)
        return tags

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Article.Kind.EXPLAINER:
            # What was saved without a question is left as it is.
            if "kind" in self.changed_data or not self.instance.pk:
                cleaned["question"] = cleaned.get("question") or explainers.USUAL
        elif "kind" in cleaned:
            cleaned["question"] = ""
        self._look_for_rivals(cleaned)
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def _look_for_rivals(self, cleaned: dict[str, Any]) -> None:
        """
        Hold the save back once when this person could write in an explainer that is
        there already. Of one they may not know of, the editors are told at review.
        """
        if "seasons" not in cleaned or cleaned.get("second_explainer"):
            return
        latest = self.instance.pk and self.instance.versions.first()
        typed = {
            "kind": cleaned.get("kind", ""),
            "question": cleaned.get("question", ""),
            "seasons": [season.pk for season in cleaned["seasons"]],
        }
        asked = explainers.newly_asked(latest.content if latest else None, typed)
        article = self.instance if self.instance.pk else None
        found = known_rivals(
            typed | {"seasons": sorted(asked)}, self.moment, self.viewer, article
        )
        self.rivals = list(found)
        if self.rivals:
            names = ", ".join(f"“{rival}”" for rival in self.rivals)
            self.add_error(
                "second_explainer",
                f"The desk has an explainer of this already: {names}. Write in that "
                "one, or tick the box to start a second. Nothing you typed is lost.",
            )

    def clean_paid_sites(self) -> str:
        """Sites as they are compared: without what stands before and after them."""
        typed = self.cleaned_data["paid_sites"].replace(",", " ").split()
        if wrong := [each for each in typed if "." not in host_of(each)]:
            raise ValidationError(
                f"“{wrong[0]}” is no site. Write as “campaign.example”, with spaces "
                "between several."
            )
        return " ".join(dict.fromkeys(map(host_of, typed)))

    def new_slug(self) -> str:
        """The address the person typed in place of the one they saw, or nothing."""
        slug = self.cleaned_data.get("slug", "")
        return slug if slug and slug != self._seen("slug") else ""

    def plan(self) -> dict[str, tuple[Any, Any]]:
        """For `publishing.plan`: what the person set and what they had seen there."""
        planned = {}
        for name in PLAN:
            if name in self.fields and name in self.cleaned_data:
                seen, wanted = self._seen(name), self.cleaned_data[name]
                if _to_the_minute(seen) != _to_the_minute(wanted):
                    planned[name] = (seen, wanted)
        return planned

    def _seen(self, name: str) -> Any:
        """What a field held when the form was opened; now, if the form does not say."""
        field = self.fields[name]
        key = self.add_initial_prefix(name)
        seen = self.initial.get(name)
        if any(given.startswith(key) for given in self.data):
            hidden = field.hidden_widget()
            seen = hidden.value_from_datadict(self.data, self.files, key)
        try:
            return field.clean(seen)
        except ValidationError:
            return None

    def content(self, rows: list[RowFormSet]) -> Content:
        """Everything that was typed, inlines included, as the content of a version."""
        cleaned = self.cleaned_data
        content: Content = {
            name: contents.plain(cleaned.get(name, getattr(self.instance, name)))
            for name in (*contents.TEXTS, *contents.LINKS)
        }
        for name in contents.SETS:
            content[name] = sorted(target.pk for target in cleaned[name])
        content["tags"] = sorted(cleaned["tags"])
        for formset in rows:
            content[formset.content_name] = formset.rows()
        return content


def _to_the_minute(value: Any) -> Any:
    """As precisely as the form shows a time; other values as they are."""
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    return value


def keep_choosable(field: Any, there: Any) -> None:
    """Let stay what the story points at, whoever put it there (keys or a subquery)."""
    stored = field.queryset.model._default_manager.filter(pk__in=there)
    field.queryset = field.queryset | stored


class RowForm(forms.ModelForm):
    """
    One inline row. Its identity is `uid`, not its primary key: rows are made anew with
    every version, and one that a colleague deleted meanwhile is still what was typed.
    """

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(
        required=False,
        label="Order",
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "row-order"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Rows look alike: what is read out says which field of which kind of row.
        for field in self.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label or ""
        if self.instance.pk:
            self.initial["uid"] = self.instance.uid
            self.initial["position"] = self.instance.position + 1
            for name, field in self.fields.items():
                widget = getattr(field.widget, "widget", field.widget)
                if isinstance(widget, Chooser):
                    target = getattr(self.instance, name)
                    widget.known = {str(target.pk): str(target)}
                    keep_choosable(field, [target.pk])

    def validate_unique(self) -> None:
        """The formset compares the rows typed; the stored ones are replaced."""

    def validate_constraints(self) -> None:
        """As `validate_unique`."""


class RowFormSet(forms.BaseInlineFormSet):
    content_name = ""

    @property
    def kind(self) -> RowKind:
        return contents.ROWS[self.content_name]

    def get_queryset(self) -> Any:
        """
        The stored rows, and an empty one for each that a colleague deleted meanwhile:
        Django's admin shows as many of the posted rows as there are of these.
        """
        stored = super().get_queryset()
        if not self.is_bound:
            return stored
        posted = min(self.initial_form_count(), self.total_form_count())
        return [*stored, *(self.kind.model() for _ in range(posted - len(stored)))]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete this row"
        # Whatever row it was: a key that is gone meanwhile is not an error.
        form.fields["id"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=form.instance.pk
        )

    def clean(self) -> None:
        super().clean()
        target = self.kind.target
        if not target:
            return
        seen = set()
        for form in self._kept():
            value = form.cleaned_data.get(target[0])
            if value in seen:
                form.add_error(target[0], f"{value} stands here twice.")
            seen.add(value)

    def validate_unique(self) -> None:
        """Replaced by `clean`, which speaks of the target by name."""

    def rows(self) -> list[dict[str, Any]]:
        """The rows as content, in the order that was typed."""
        target = self.kind.target
        kept = [
            form
            for form in self._kept()
            if not target or form.cleaned_data.get(target[0])
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("position") or 1000)
        return [
            {"uid": str(form.cleaned_data.get("uid") or uuid.uuid4())}
            | {
                name: contents.plain(form.cleaned_data.get(name))
                for name in self.kind.fields
            }
            for form in kept
        ]

    def _kept(self) -> list[forms.ModelForm]:
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
        ]


class BylineFormSet(RowFormSet):
    content_name = "bylines"


class ShowFormSet(RowFormSet):
    content_name = "shows"

    def rows(self) -> list[dict[str, Any]]:
        """One row is the primary show: the one ticked, or else the first."""
        rows = super().rows()
        primary = next((row for row in rows if row["is_primary"]), None)
        for row in rows:
            row["is_primary"] = row is (primary or rows[0])
        return rows

    def clean(self) -> None:
        super().clean()
        primary = [f for f in self._kept() if f.cleaned_data.get("is_primary")]
        for form in primary[1:]:
            form.add_error("is_primary", "Only one show can be the primary one.")


class SourceFormSet(RowFormSet):
    content_name = "sources"
