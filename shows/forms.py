import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property

from images.moving import free_address, refuse_old_address
from images.slugs import unique_slug

from .meanwhile import MeanwhileForm
from .models import (
    Credit,
    Episode,
    Person,
    Season,
    SeasonPart,
)

SEASON_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.ASCII)
MOST_SEASONS = 500


class NamedForm(MeanwhileForm):
    """Makes the address from the name where it is left empty."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = cleaned.get("name")
        if name and "slug" in cleaned and not cleaned["slug"]:
            model = type(self.instance)
            cleaned["slug"] = unique_slug(
                model, name, fallback=str(model._meta.model_name), but=self.instance
            )
        return cleaned


class AddressForm(MeanwhileForm):
    """Makes the address where it is left empty; keeps off old ones of other rows."""

    name_field = "name"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = cleaned.get(self.name_field)
        if name and "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = free_address(self.instance, name)
        if slug := cleaned.get("slug"):
            try:
                refuse_old_address(self.instance, slug)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class ShowForm(AddressForm):
    name_field = "title"


class PersonForm(AddressForm):
    pass


# Credits


class CreditForm(MeanwhileForm):
    """One line of the credits; its seasons are typed, as in "1-3, 5"."""

    season_numbers = forms.CharField(
        label="Seasons",
        required=False,
        help_text="As 1-3, 5. Empty: the whole show.",
        widget=forms.TextInput(attrs={"size": 8}),
    )

    class Meta:
        model = Credit
        fields = ["person", "kind", "character", "job", "season_numbers", "billing"]
        widgets = {
            "character": forms.TextInput(attrs={"size": 24}),
            "job": forms.TextInput(attrs={"size": 16}),
            "billing": forms.NumberInput(attrs={"size": 4}),
        }

    def __init__(
        self, *args: Any, seasons: dict[int, Season] | None = None, **kwargs: Any
    ):
        credit: Credit | None = kwargs.get("instance")
        is_stored = credit is not None and credit.pk is not None
        if credit is not None and is_stored:
            covered = [
                season.number
                for season in credit.seasons.all()
                if season.number in (seasons or {})
            ]
            kwargs["initial"] = {"season_numbers": in_ranges(covered)}
        super().__init__(*args, **kwargs)
        self.seasons = seasons or {}
        if is_stored:
            widget: Any = self.fields["person"].widget
            # The admin wraps it to add its links.
            widget = getattr(widget, "widget", widget)
            widget.known = {str(self.instance.person_id): str(self.instance.person)}

    def clean_season_numbers(self) -> list[Season]:
        return [
            self._season(number)
            for number in read_ranges(self.cleaned_data["season_numbers"])
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, job = cleaned.get("kind"), cleaned.get("job")
        if kind == Credit.Kind.CREW:
            if not job:
                self.add_error("job", "Say what they did: Director, Writer.")
            if cleaned.get("character"):
                self.add_error("character", "Crew play nobody; add a second credit.")
        elif kind and job:
            self.add_error("job", "Only crew have a job; choose Crew.")
        return cleaned

    def _season(self, number: int) -> Season:
        if number not in self.seasons:
            known = in_ranges(sorted(self.seasons)) or "none yet"
            raise ValidationError(f"There is no season {number} here ({known}).")
        return self.seasons[number]

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if "season_numbers" in self.changed_data:
            # Those that wait for an embargo of which this person does not know stay.
            hidden = self.instance.seasons.exclude(number__in=self.seasons)
            chosen = self.cleaned_data["season_numbers"]
            self.instance.seasons.set([*chosen, *hidden])


def read_ranges(text: str) -> list[int]:
    numbers: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+(?![-–])(?<![-–]\s)", text.strip())):
        match = SEASON_RANGE.fullmatch(part)
        if not match:
            raise ValidationError(f"“{part}” is no season; write 1-3, 5.")
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= first + MOST_SEASONS:
            raise ValidationError(f"“{part}” runs backwards or too far.")
        numbers.extend(range(first, last + 1))
    return list(dict.fromkeys(numbers))


def in_ranges(numbers: list[int]) -> str:
    """1, 2, 3 and 5 as "1-3, 5"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs
    )


class RowFormSet(forms.BaseInlineFormSet):
    """
    Keeps what was typed in a row that a colleague deleted while this page was open.

    Django would drop it without a word. Here it comes back below, as a row to be added,
    with a sentence that says so.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.gone: list[int] = []
        if self.is_bound and self.management_form.is_valid():
            self._move_gone_rows_to_the_end()

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Those of its owner of which whoever sees it may know."""
        rows: Any = self.queryset
        return rows.filter(**{self.fk.name: self.instance.pk})

    def full_clean(self) -> None:
        super().full_clean()
        for index in self.gone if self.is_bound else []:
            form: Any = self.forms[index]
            if not form.cleaned_data.get("DELETE"):
                form.add_error(
                    None,
                    "Somebody deleted this row while the page was open. Save to add "
                    "it once more, or remove it.",
                )

    def _move_gone_rows_to_the_end(self) -> None:
        posted: Any = self.data
        prefix = str(self.prefix)
        total: int = self.total_form_count()
        count = min(int(self.management_form.cleaned_data["INITIAL_FORMS"] or 0), total)
        keys = [posted.get(f"{prefix}-{n}-id", "") for n in range(count)]
        numbers = {
            n: int(key)
            for n, key in enumerate(keys)
            if key.isdecimal() and len(key) < 19
        }
        rows = self.rows.filter(pk__in=numbers.values())
        stored = set(rows.values_list("pk", flat=True))
        there = [n for n, number in numbers.items() if number in stored]
        gone = [n for n in range(count) if n not in there]
        if not gone:
            return
        order = [*there, *range(count, total), *gone]
        self.data = moved = posted.copy()
        for name in [key for key in moved if key.startswith(f"{prefix}-")]:
            number, _, field = name[len(prefix) + 1 :].partition("-")
            if number.isdecimal() and field:
                del moved[name]
        for new, old in enumerate(order):
            start = f"{prefix}-{old}-"
            for name in [key for key in posted if key.startswith(start)]:
                field = name[len(start) :]
                if field != "id" or old not in gone:
                    values = posted.getlist(name)
                    moved.setlist(f"{prefix}-{new}-{field}", values)
        moved[f"{prefix}-INITIAL_FORMS"] = str(len(there))
        self.gone = list(range(total - len(gone), total))
        # It has read the numbers as they were posted.
        self.__dict__.pop("management_form", None)


class CreditFormSet(RowFormSet):
    """
    One page of the credits of a show, in a fixed number of queries.

    A posted page is read by the rows it names, so that a credit moved up by a
    colleague meanwhile is still the same credit.
    """

    page = 1
    page_size = 50
    # The admin narrows them to those of which its user may know.
    known_seasons = Season.objects.all()

    def get_queryset(self) -> models.QuerySet[Credit]:
        if not hasattr(self, "_page"):
            credits = self.rows.select_related("person").prefetch_related("seasons")
            credits = credits.order_by("billing", "pk")
            if self.is_bound:
                self._page = credits.filter(pk__in=self._posted_keys())
            else:
                start = (self.page - 1) * self.page_size
                self._page = credits[start : start + self.page_size]
        return self._page

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "seasons": self.seasons}

    @cached_property
    def seasons(self) -> dict[int, Season]:
        if self.instance.pk is None:
            return {}
        known = self.known_seasons.filter(show=self.instance)
        return {season.number: season for season in known}

    @cached_property
    def pages(self) -> range:
        """The numbers of the pages, for the links below the rows."""
        count = self.rows.count()
        return range(1, max(-(-count // self.page_size), 1) + 1)

    def _posted_keys(self) -> list[int]:
        total = self.management_form.cleaned_data.get("INITIAL_FORMS") or 0
        keys = [self.data.get(f"{self.add_prefix(n)}-id", "") for n in range(total)]
        return [int(key) for key in keys if key.isdecimal() and len(key) < 19]


class EpisodeFormSet(RowFormSet):
    """Offers the parts of its season in every row for one query."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "part" in form.fields:
            form.fields["part"].queryset = SeasonPart.objects.filter(
                season_id=self.instance.pk
            )
            form.fields["part"].choices = self.part_choices

    @cached_property
    def part_choices(self) -> list[tuple[Any, str]]:
        parts = SeasonPart.objects.filter(season_id=self.instance.pk)
        return [("", "–"), *((part.pk, part.name) for part in parts)]


class EpisodeForm(MeanwhileForm):
    class Meta:
        model = Episode
        fields = ["number", "title", "part", "synopsis"]
        widgets = {"synopsis": forms.Textarea(attrs={"rows": 2, "cols": 50})}


# Merging and splitting


class MergeForm(forms.Form):
    """Which row to keep; the admin gives it a chooser."""

    into: Any = forms.ModelChoiceField(queryset=None, label="Keep")

    def __init__(self, *args: Any, queryset: Any, widget: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = queryset  # type: ignore[attr-defined]
        self.fields["into"].widget = widget
        widget.choices = self.fields["into"].choices  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Which credits belong to somebody else of that name."""

    credits = forms.ModelMultipleChoiceField(
        queryset=Credit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Credits of the other person",
    )
    name = forms.CharField(max_length=200, label="Name of the other person")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        credits: Any = self.fields["credits"]
        credits.queryset = person.credits.select_related("show").order_by(
            "show__year", "show__sort_title", "pk"
        )
        credits.label_from_instance = credit_in_words
        self.fields["name"].initial = person.name


def credit_in_words(credit: Credit) -> str:
    """Squid Game (2021): cast, as Hwang Jun-ho."""
    show = f"{credit.show} ({credit.show.year})" if credit.show.year else credit.show
    role = credit.job or (f"as {credit.character}" if credit.character else "")
    kind = str(credit.get_kind_display()).lower()
    return f"{show}: {kind}, {role}" if role else f"{show}: {kind}"
