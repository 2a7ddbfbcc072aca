"""The body editor as a form field: sanitises on its way in and on its way out."""

from __future__ import annotations

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.widgets import Media
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from articles.embeds import write_fallbacks
from authors.models import User

from . import lines
from .left_out import left_out
from .links import REDIRECTORS
from .markup import MAX_CAPTION_LENGTH
from .sanitising import sanitise, sanitise_refused

# As it is written: live facts are longer than they read.
LONGEST_LINE = 1000


class BodyWidget(CKEditorWidget):
    """
    CKEditor over a textarea.

    What it is given to show is sanitised too: rows written before a rule was added
    must not reach an editor that is past its end of life.
    """

    def format_value(self, value: Any) -> str:
        if not value:
            return ""
        try:
            return sanitise(str(value))
        except ValidationError:
            # The form shows it again with the refusal beside it.
            return sanitise_refused(str(value))

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        self.config["newsroom"] = {
            "shows": reverse("choosers:shows"),
            "subjects": reverse("choosers:subjects"),
            "usualParts": reverse("choosers:usual-parts"),
            "stories": reverse("choosers:stories"),
            "shelves": reverse("choosers:shelves"),
            "embeds": reverse("choosers:embeds"),
            "posts": reverse("choosers:posts"),
            "facts": reverse("choosers:facts"),
            "said": reverse("choosers:said"),
            "pictures": reverse("images:lookup"),
            "picturesOfShow": reverse("choosers:pictures-of-show"),
            "upload": reverse("images:upload"),
            "redirectors": REDIRECTORS,
            "captionLength": MAX_CAPTION_LENGTH,
        }
        return super().get_context(name, value, attrs)

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["admin/css/editor.css"]})


def tell_left_out(request: HttpRequest, form: forms.BaseForm) -> None:
    """Say which links of the bodies of a form that was saved are not kept."""
    for field in form.fields.values():
        if isinstance(field, BodyField):
            for sentence in field.left_out:
                messages.warning(request, sentence)


class LineField(forms.CharField):
    """
    A standfirst or search description, in which facts may stand: see `articles.body.lines`.
    Comes out with their questions settled; of its words there are `most` characters.
    What is typed may ask for what its `viewer` may know of.
    """

    viewer: User | None = None

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", LONGEST_LINE)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        self.most = most
        super().__init__(**kwargs)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        return attrs | {
            "data-live-line": "",
            "data-most": self.most,
            "data-facts": reverse_lazy("choosers:facts"),
        }

    def clean(self, value: Any) -> str:
        now = timezone.now()
        text = lines.write(lines.read(super().clean(value), self.viewer, now), now)
        length = len(lines.plain(text))
        if length > self.most:
            raise ValidationError(
                f"It reads as {length} characters; at most {self.most} can be kept."
            )
        return text


class BodyField(forms.CharField):
    """
    A body: comes out canonical, safe, and with the fallbacks of its embeds. `left_out`
    says then, in sentences for its writer, which links it cannot keep.
    """

    widget = BodyWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.left_out: list[str] = []

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        self.left_out = left_out(written)
        return sanitise(written)

    def clean(self, value: Any) -> str:
        return write_fallbacks(super().clean(value), timezone.now())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what was typed; the editor lays the same body out differently."""
        try:
            return sanitise(initial or "") != sanitise(data or "")
        except ValidationError:
            return True
