"""
Two people at one form.

Each form carries digests of the values it was opened with. What only a colleague
changed since is taken over; what only this person changed is saved; what both changed
comes back with a sentence, and nothing typed is lost.
"""

import json
from hashlib import sha256
from typing import Any

from django import forms

LONGEST_VALUE_SHOWN = 80


class MeanwhileForm(forms.ModelForm):
    opened_with = forms.CharField(
        required=False,
        widget=forms.HiddenInput,
        label="",
        max_length=10_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._settle()

    def _settle(self) -> None:
        """Compare what is stored with what the form was opened with."""
        self.conflicts: dict[str, Any] = {}
        if self.instance.pk is None or "opened_with" not in self.fields:
            return
        stored = {
            name: self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
            if name != "opened_with" and not field.disabled
        }
        digests = {name: digest(value) for name, value in stored.items()}
        self.initial["opened_with"] = json.dumps(digests)
        if not self.is_bound:
            return
        opened = self._notes()
        changes: dict[str, list[str]] = {}
        for name, value in stored.items():
            if name not in opened or opened[name] == digests[name]:
                continue
            typed = digest(self._typed(name))
            if typed == opened[name]:
                changes[self.add_prefix(name)] = as_posted(value)
            elif typed != digests[name]:
                self.conflicts[name] = value
        if changes or self.conflicts:
            changes[self.add_prefix("opened_with")] = [self.initial["opened_with"]]
            self.data = data = self.data.copy()  # type: ignore[attr-defined]
            for key, posted in changes.items():
                data.setlist(key, posted)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in self.conflicts.items():
            self.add_error(name, self._in_words(name, value))
        return cleaned

    @property
    def changed_data(self) -> list[str]:
        # What the form was opened with is not something that was typed.
        return [name for name in super().changed_data if name != "opened_with"]

    def _notes(self) -> dict[str, str]:
        posted = self.data.get(self.add_prefix("opened_with"), "")
        try:
            opened = json.loads(posted)
        except ValueError:
            return {}
        return opened if isinstance(opened, dict) else {}

    def _typed(self, name: str) -> Any:
        widget = self.fields[name].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _in_words(self, name: str, value: Any) -> str:
        field: Any = self.fields[name]
        if hasattr(field, "queryset"):
            keys = [key for key in as_posted(value) if key]
            text = ", ".join(str(row) for row in field.queryset.filter(pk__in=keys))
        else:
            text = str(dict(getattr(field, "choices", [])).get(value, value) or "")
        if len(text) > LONGEST_VALUE_SHOWN:
            text = f"{text[:LONGEST_VALUE_SHOWN]}…"
        return (
            f"Somebody changed this to “{text}” while you were writing. Yours is still "
            "here; save again to replace theirs."
        )


def as_posted(value: Any) -> list[str]:
    """A value as a browser would post it."""
    if value is None or value is False:
        return [""] if value is None else []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple | set):
        return [str(getattr(item, "pk", item)) for item in value]
    return [str(getattr(value, "pk", value))]


def digest(value: Any) -> str:
    """The same for a stored value and for what a browser posts of it untouched."""
    if isinstance(value, list | tuple | set):
        text = ",".join(sorted(as_posted(value)))
    elif isinstance(value, bool):
        text = "on" if value else ""
    else:
        text = as_posted(value)[0].replace("\r\n", "\n").strip()
    return sha256(text.encode()).hexdigest()[:12]
