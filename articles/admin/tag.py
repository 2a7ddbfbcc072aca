import taggit.admin  # noqa: F401  registers its own first
from django.contrib import admin
from taggit.models import Tag

admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """
    Instead of taggit's own, which merges rows that our stories do not use, and asks
    nobody for permission.
    """

    list_display = ["name", "slug"]
    ordering = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
