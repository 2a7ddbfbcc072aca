"""Forms that know what the person saw, so that a stale one overwrites nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def look_back(form: Any, names: Iterable[str]) -> None:
    """Let these fields send along what they showed when the form was opened."""
    for name in names:
        if name in form.fields:
            form.fields[name].show_hidden_initial = True


def settle(form: Any, stored: Any, names: Iterable[str]) -> None:
    """
    Compare what was typed with what is stored by now. What only a colleague changed
    stays theirs; what both did is an error, and the form, sent once more, then knows.
    """
    was_stale = False
    for name in names:
        if name not in form.fields or name not in form.cleaned_data:
            continue
        field = form.fields[name]
        seen_name = form.add_initial_prefix(name)
        if seen_name not in form.data:
            continue
        now = forms.model_to_dict(stored, [name])[name]
        typed, seen = form[name].data, form.data.get(seen_name)
        if not field.has_changed(now, seen):
            continue
        if name not in form.changed_data:
            form.cleaned_data[name] = getattr(stored, name)
            continue
        if not field.has_changed(now, typed):
            continue
        was_stale = True
        shown = getattr(
            stored, f"get_{name}_display", lambda n=name: getattr(stored, n)
        )
        form.add_error(
            name,
            f"Somebody changed this to “{shown()}” while you had the form open. Save "
            "again to keep what stands here.",
        )
    if was_stale:
        data: Any = form.data
        form.data = data = data.copy()
        for name in names:
            if name in form.fields:
                now = forms.model_to_dict(stored, [name])[name]
                data[form.add_initial_prefix(name)] = "" if now is None else str(now)


class SeenForm(forms.ModelForm):
    """A form whose every field is settled in this way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look_back(self, list(self.fields))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            rows: Any = type(self.instance)._base_manager
            # The admin's transaction holds the row from here to its save.
            stored = rows.select_for_update().filter(pk=self.instance.pk).first()
            if stored:
                settle(self, stored, list(self.fields))
        return cleaned
