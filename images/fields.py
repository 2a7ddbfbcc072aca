from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """An address a browser may open: http or https, never `javascript:` or `ftp:`."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
