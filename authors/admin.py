from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from images.choosers import WordStartSearch, is_chooser
from images.renditions import picture_url

from .models import Author, AuthorLink, User


class ActiveFirst(admin.SimpleListFilter):
    """Active authors unless asked otherwise."""

    title = "activity"
    parameter_name = "activity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("former", "Former"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": "Active"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "former":
                return queryset.filter(is_active=False)
            case "all":
                return queryset
        return queryset.filter(is_active=True)


def is_own(request: HttpRequest, author: Author | None) -> bool:
    """Whether the author's page is that of the person who is logged in."""
    return author is not None and author.user_id == request.user.pk


class AuthorLinkInline(admin.TabularInline):
    model = AuthorLink
    extra = 0
    verbose_name = "link"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_delete_permission(request, obj)


@admin.register(Author)
class AuthorAdmin(WordStartSearch):
    list_display = ("thumbnail", "name", "title", "user", "is_active")
    list_display_links = ("thumbnail", "name")
    list_filter = (ActiveFirst,)
    list_select_related = ("portrait", "user")
    search_fields = ("name",)
    fields = (
        "name",
        "slug",
        "title",
        "biography",
        "portrait",
        "user",
        "is_active",
        ("desk", "masthead_position"),
    )
    autocomplete_fields = ("portrait", "user")
    inlines = (AuthorLinkInline,)

    class Media:
        css = {"all": ("admin/css/pictures.css",)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_change_permission(request, obj)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Author | None = None
    ) -> tuple[str, ...]:
        if not super().has_change_permission(request, obj):
            # Their own biography, portrait and links, but not their rank.
            rank = ("title", "is_active", "desk", "masthead_position")
            return ("name", "slug", "user", *rank)
        # Which login an author has is for those who manage logins.
        return () if request.user.is_superuser else ("user",)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        if is_chooser(request):
            queryset = queryset.active()
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="Portrait")
    def thumbnail(self, author: Author) -> SafeString | str:
        if author.portrait is None:
            return "None"
        if author.portrait.is_withdrawn:
            return "Withdrawn"
        return format_html(
            '<img class="thumbnail" src="{}" width="48" height="48" alt="" '
            'loading="lazy">',
            picture_url(author.portrait, "portrait", 96),
        )


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """
    Logins, managed by superusers alone.

    Whoever may change a user could otherwise make anybody, themselves included, a
    superuser.
    """

    list_display = ("username", "email", "roles", "author", "is_staff", "is_active")
    list_filter = ("groups", "is_staff", "is_superuser", "is_active")
    list_select_related = ("author",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Choosers offer colleagues, by name, to everybody with a role at the desk."""
        if is_chooser(request) and request.user.has_perm("authors.view_author"):
            return True
        return super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        if is_chooser(request):
            return users.filter(is_active=True, is_staff=True)
        return users.select_related("author").prefetch_related("groups")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Nobody learns an address by choosing from those that begin with a letter."""
        names = ("username", "first_name", "last_name")
        return names if is_chooser(request) else (*names, "email")

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description="Byline")
    def author(self, user: User) -> str:
        return str(getattr(user, "author", None) or "")
