import unicodedata
from typing import Any

from django import forms
from django.core.validators import URLValidator, validate_unicode_slug
from django.db import models

from .slugs import validate_slug


class WebAddressField(models.URLField):
    """An address a browser may open: http or https, never `javascript:` or `ftp:`."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class TypedAddress(forms.SlugField):
    """An address in a form, composed as it is stored whatever the keyboard sends."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "allow_unicode": True})
        self.validators[self.validators.index(validate_unicode_slug)] = validate_slug

    def to_python(self, value: Any) -> Any:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class AddressField(models.SlugField):
    """
    A slug in any script, marks included; see `images.slugs`.

    To the database and to migrations a plain `SlugField`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "allow_unicode": True})
        # They are put together already.
        self.validators[self.validators.index(validate_unicode_slug)] = validate_slug

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": TypedAddress, **kwargs})
