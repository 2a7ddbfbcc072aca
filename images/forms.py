from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html

from . import decoding, ingest
from .models import Image
from .renditions import describe_renditions, file_names, rendition_names

LONG_INPUT = forms.TextInput(attrs={"class": "vLargeTextField"})
FRACTION_INPUT = {"step": "any", "min": "0", "max": "1"}


class ImageForm(forms.ModelForm):
    """
    Adding, describing and replacing a picture.

    New files are written as the last step of validation, so that a storage that does
    not answer is an error beside the field, with everything typed still there.
    """

    # Whose quota an upload counts against; the admin says whose.
    uploader: Any = None

    class Meta:
        model = Image
        fields = (
            "file",
            "title",
            "alt_text",
            "is_decorative",
            "caption",
            "credit",
            "credit_url",
            "licence",
            "rights_end_on",
            "focal_x",
            "focal_y",
        )
        widgets = {
            "file": AdminFileWidget(
                attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}
            ),
            "alt_text": LONG_INPUT,
            "caption": LONG_INPUT,
            "focal_x": forms.NumberInput(attrs=FRACTION_INPUT),
            "focal_y": forms.NumberInput(attrs=FRACTION_INPUT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload: ingest.Upload | None = None
        # Files written by this form, and those that they replace.
        self.written: list[str] = []
        self.stale: list[str] = []
        if "file" in self.fields:
            # The uploader's own name is not kept, so it may be as long as it likes.
            file: Any = self.fields["file"]
            file.max_length = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        content = ingest.read(file)
        known = ingest.find(content)
        if known is not None and known.pk == self.instance.pk:
            return self.instance.file
        if known is not None:
            raise ValidationError(
                format_html(
                    'The library has this picture already: <a href="{}">{}</a>.',
                    reverse("admin:images_image_change", args=[known.pk]),
                    known,
                ),
                code="known",
            )
        if self.instance.pk is None and self.uploader is not None:
            ingest.check_quota(self.uploader)
        self.upload = ingest.examine(content)
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        texts = self.cleaned_data
        if "alt_text" in texts and "is_decorative" in texts:
            if texts["is_decorative"] and texts["alt_text"]:
                self.add_error(
                    "is_decorative",
                    "A decorative picture has no alternative text: remove the text, or "
                    "this mark.",
                )
            elif not texts["is_decorative"] and not texts["alt_text"]:
                self.add_error(
                    "alt_text",
                    "Say what the picture shows, or mark it as decorative.",
                )
        return cleaned

    def _post_clean(self) -> None:
        files, renditions = file_names(self.instance), rendition_names(self.instance)
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            if self.upload is not None:
                self.add_error(
                    "file",
                    "Please choose the file once more: browsers do not keep it when "
                    "something else needs correcting.",
                )
            return
        image = self.instance
        try:
            if self.upload is not None:
                ingest.place(image, self.upload)
                self.stale, self.written = files, file_names(image)
            elif {"focal_x", "focal_y"} & set(self.changed_data):
                describe_renditions(image, decoding.reopen(image.file))
                self.stale, self.written = renditions, rendition_names(image)
        except ValidationError as error:
            self.add_error("file", error)
