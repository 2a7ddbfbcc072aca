from typing import Any

from django.contrib import admin

from articles.models import Section


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position"]
    search_fields = ["name"]

    def get_form(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        if slug := form.base_fields.get("slug"):
            slug.required = False
            slug.help_text = f"Empty: made from the name. {slug.help_text}"
        return form
