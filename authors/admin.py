from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from images.choosers import Chooser, WordStartSearch, is_chooser
from images.renditions import picture_url

from .http import AuthenticatedRequest
from .merging import may_merge, merge_authors, part_authors, what_moves
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


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Author.objects.listed(),
        label="Keep",
        widget=Chooser(Author._meta.get_field("merged_into"), admin.site),
    )


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

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/merge/",
                wrap(self.merge_view),
                name="authors_author_merge",
            ),
            path(
                "<int:object_id>/part/",
                wrap(self.part_view),
                name="authors_author_part",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        # One that was merged is found at the one that is kept.
        return super().get_queryset(request).filter(merged_into=None)

    def change_view(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if may_merge(request.user) and object_id.isdecimal() and len(object_id) < 19:
            took_in = Author.objects.filter(merged_into=int(object_id))
            context |= {"may_merge": True, "took_in": took_in}
        return super().change_view(request, object_id, form_url, context)

    def merge_view(self, request: AuthenticatedRequest, object_id: int) -> HttpResponse:
        author = self._mergeable(request, self.get_queryset(request), object_id)
        form = MergeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            kept = form.cleaned_data["into"]
            try:
                merge_authors(author, into=kept, by=request.user)
            except ValidationError as error:
                form.add_error("into", error)
            else:
                self.log_change(request, kept, f"Took in “{author}” ({object_id}).")
                text = (
                    f"“{author}” is now “{kept}”. The old address leads there. You can "
                    "part them again below."
                )
                self.message_user(request, text, messages.SUCCESS)
                return self._to(kept)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge “{author}” into another author",
            "form": form,
            "media": self.media + form.media,
            "author": author,
            "moves": what_moves(author),
        }
        return TemplateResponse(
            request,
            "admin/authors/author/merge.html",
            context,
            status=422 if form.errors else 200,
        )

    def part_view(self, request: AuthenticatedRequest, object_id: int) -> HttpResponse:
        """Undo a merge; `object_id` is the one that was merged away."""
        merged = Author.objects.filter(merged_into__isnull=False)
        author = self._mergeable(
            request, merged.select_related("merged_into"), object_id
        )
        if request.method != "POST":
            raise Http404("Parting is done on the page of the one that was kept.")
        kept: Any = author.merged_into
        try:
            author = part_authors(author, by=request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return self._to(kept)
        self.log_change(request, author, f"Parted from “{kept}” again.")
        text = f"“{author}” is an author of their own again, at {author.get_absolute_url()}"
        self.message_user(request, text, messages.SUCCESS)
        return self._to(author)

    def _mergeable(
        self, request: AuthenticatedRequest, authors: Any, pk: int
    ) -> Author:
        if not may_merge(request.user):
            raise PermissionDenied("You may not merge authors.")
        author: Author = get_object_or_404(authors, pk=pk)
        return author

    def _to(self, author: Author) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse("admin:authors_author_change", args=[author.pk])
        )

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
