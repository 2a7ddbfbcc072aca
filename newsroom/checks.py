from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def check_editor(**kwargs: Any) -> list[CheckMessage]:
    """The body editor is past its end, so it runs only inside its fence."""
    messages: list[CheckMessage] = []
    if apps.is_installed("ckeditor_uploader"):
        messages.append(
            Error(
                "ckeditor_uploader is installed; its upload view takes any file from "
                "any member of staff, without a CSRF token.",
                hint="Remove it. Pictures go through images.views.",
                id="newsroom.E001",
            )
        )
    for name, config in settings.CKEDITOR_CONFIGS.items():
        messages += [
            Error(f"CKEDITOR_CONFIGS[“{name}”] {what}", id=code)
            for code, what in _faults(config)
        ]
    return messages


def _faults(config: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if config.get("allowedContent") is True:
        yield "newsroom.E002", "has allowedContent: True, which lets scripts in."
    if config.get("fullPage"):
        yield "newsroom.E003", "has fullPage, which CVE-2024-24815 needs."
    if config.get("versionCheck", True):
        yield (
            "newsroom.E004",
            "must say versionCheck: False; the editor asks its maker's server otherwise.",
        )
