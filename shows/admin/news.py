from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from images.choosers import WordStartSearch

from .. import facts, wording
from ..models import Announcement, Proposal
from ..news_forms import RefuseForm, WithdrawForm


class PublicFilter(admin.SimpleListFilter):
    title = "readers"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "May know"), ("no", "May not know yet")]

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "yes":
                return queryset.filter(public_from__lte=request.moment)
            case "no":
                return queryset.filter(public_from__gt=request.moment)
        return queryset


@admin.register(Announcement)
class AnnouncementAdmin(WordStartSearch):
    """
    What is on record, for reading: it is written on the screen "What happened?", and a
    mistake is withdrawn.
    """

    list_display = [
        "public_from",
        "subject_name",
        "what",
        "certainty",
        "source_name",
        "announced_on",
        "recorded_by",
    ]
    list_display_links = ["public_from", "subject_name", "what"]
    list_filter = ["kind", "certainty", PublicFilter]
    list_per_page = 50
    search_fields = ["show__title"]
    search_help_text = "Title of the show, by the start of words."
    ordering = ["-public_from", "-pk"]

    # Of the screen on which it is written.
    autocomplete_fields = ["show", "person", "platform", "trailer"]
    change_form_template = "admin/shows/announcement/change_form.html"
    change_list_template = "admin/shows/announcement/change_list.html"
    recorded_fields = [
        "subject_name",
        "what",
        "certainty",
        "source_name",
        "source_url",
        "announced_on",
        "public_from",
        "embargo",
        "note",
        "recorded_by",
        "recorded_at",
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw_view)
        name = "shows_announcement_withdraw"
        return [path("<int:pk>/withdraw/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("shows.withdraw_announcement")

    def get_queryset(self, request: Any) -> QuerySet:
        news: Any = super().get_queryset(request)
        return news.known_to(request.user, request.moment).select_related(
            "show",
            "season",
            "part",
            "person",
            "platform",
            "trailer",
            "embargo",
            "recorded_by",
            "withdrawal",
            "withdraws",
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.recorded_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.recorded_fields

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        announcement = self.get_queryset(request).filter(pk=pk).first()
        if announcement is None:
            raise Http404("There is no such announcement.")
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                withdrawal = facts.withdraw(
                    announcement,
                    by=request.user,  # type: ignore[arg-type]
                    reason=form.cleaned_data["reason"],
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_addition(request, withdrawal, "Withdrew an announcement.")
                text = "Withdrawn. The facts are what they would be without it."
                self.message_user(request, text, messages.SUCCESS)
                url = reverse("admin:shows_announcement_change", args=[pk])
                return HttpResponseRedirect(url)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": announcement,
            "subject_name": self.subject_name(announcement),
            "title": "Withdraw an announcement",
            "form": form,
            "media": self.media + form.media,
        }
        template = "admin/shows/announcement/withdraw.html"
        return TemplateResponse(request, template, context)

    @admin.display(description="About")
    def subject_name(self, announcement: Announcement) -> str:
        return wording.subject_in_words(announcement)

    @admin.display(description="What happened")
    def what(self, announcement: Announcement) -> str:
        if hasattr(announcement, "withdrawal"):
            return f"{announcement} (withdrawn: {announcement.withdrawal.note})"
        return str(announcement)


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    """What imports and writers suggest; accepting records it."""

    list_display = [
        "show",
        "words",
        "source_name",
        "proposed_by",
        "proposed_at",
        "state",
        "decided_by",
    ]
    list_filter = ["state", "kind", "source_name"]
    list_select_related = ["show", "proposed_by", "decided_by"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-pk"]

    fields = [
        "show",
        "words",
        "source_name",
        "source_url",
        "state",
        "proposed_by",
        "proposed_at",
        "decided_by",
        "decided_at",
        "refused_because",
        "announcement",
    ]
    change_form_template = "admin/shows/proposal/change_form.html"
    actions = ["accept_selected", "refuse_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet:
        proposals: Any = super().get_queryset(request)
        known: QuerySet = proposals.known_to(request.user, request.moment)
        return known

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.refuse_view)
        name = "shows_proposal_refuse"
        return [path("<int:pk>/refuse/", view, name=name), *super().get_urls()]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("shows.decide_proposal")

    @admin.action(description="Accept as confirmed", permissions=["decide"])
    def accept_selected(self, request: Any, queryset: QuerySet[Proposal]) -> None:
        done = 0
        for proposal in queryset.select_related("show"):
            try:
                facts.accept(proposal, by=request.user, certainty="confirmed")
                done += 1
            except ValidationError as error:
                text = f"{proposal}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.ERROR)
        if done:
            self.message_user(request, f"{done} recorded.", messages.SUCCESS)

    @admin.action(description="Refuse those of imports", permissions=["decide"])
    def refuse_selected(self, request: Any, queryset: QuerySet[Proposal]) -> None:
        done = 0
        for proposal in queryset.select_related("show", "proposed_by"):
            try:
                facts.refuse(proposal, by=request.user)
                done += 1
            except ValidationError as error:
                text = f"{proposal}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.ERROR)
        if done:
            self.message_user(request, f"{done} refused.", messages.SUCCESS)

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A proposal is refused with the reason that whoever made it will read."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        proposal = Proposal.objects.filter(pk=pk).select_related("show").first()
        if proposal is None:
            raise Http404("There is no such proposal.")
        form = RefuseForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                facts.refuse(proposal, by=request.user, reason=reason)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error("reason", error.messages)
            else:
                self.message_user(request, "Refused.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:shows_proposal_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": proposal,
            "title": "Refuse a proposal",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/shows/proposal/refuse.html", context)
