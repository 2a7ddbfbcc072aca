from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect


class KnownSelect(AutocompleteSelect):
    """
    An autocomplete that is told the name of its value, so that fifty rows of them do
    not look it up fifty times.
    """

    known: dict[str, str] = {}

    def optgroups(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        chosen = [str(key) for key in value if str(key) in self.known]
        if not chosen and any(value):
            return super().optgroups(name, value, attrs)
        options: list[dict[str, Any]] = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        options += [
            self.create_option(name, key, self.known[key], True, index)
            for index, key in enumerate(chosen, start=1)
        ]
        return [(None, options, 0)]
