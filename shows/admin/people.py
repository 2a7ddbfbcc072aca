from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from images.choosers import WordStartSearch

from ..forms import PersonForm, RowFormSet, SplitForm, credit_in_words
from ..meanwhile import MeanwhileForm
from ..merging import merge_people, split_person
from ..models import Credit, OtherSpelling, Person
from .knowing import Knowing
from .merging import MergingAdmin

MOST_CREDITS = 200


class OtherSpellingInline(admin.TabularInline):
    model = OtherSpelling
    form = MeanwhileForm
    formset = RowFormSet
    extra = 0
    verbose_name = "other spelling"


@admin.register(Person)
class PersonAdmin(Knowing, MergingAdmin, WordStartSearch):
    list_display = ["name", "known_for", "is_uncertain", "slug"]
    list_filter = ["is_uncertain"]
    list_per_page = 50
    search_fields = ["name"]
    ordering = ["sort_name", "pk"]

    form = PersonForm
    change_form_template = "admin/shows/person/change_form.html"
    autocomplete_fields = ["portrait"]
    readonly_fields = ["credited"]
    fields = [
        "name",
        "slug",
        "is_uncertain",
        "credited",
        "biography",
        "portrait",
        ("imdb_id", "tmdb_id"),
        "opened_with",
    ]
    inlines = [OtherSpellingInline]

    merge_step = staticmethod(merge_people)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.split_view)
        split = path("<int:pk>/split/", view, name="shows_person_split")
        return [split, *super().get_urls()]

    def get_queryset(self, request: Any) -> QuerySet:
        people = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "shows_person_changelist":
            # Tells namesakes apart.
            known = Credit.objects.known_to(request.user, request.moment)
            return people.prefetch_related(
                Prefetch("credits", known.select_related("show"))
            )
        return people

    def get_object(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        person = super().get_object(request, *args, **kwargs)
        if person is not None:
            known = Credit.objects.known_to(request.user, request.moment)
            person.known_credits = known.filter(person=person)
        return person

    @admin.display(description="Known for")
    def known_for(self, person: Person) -> str:
        titles = dict.fromkeys(credit.show.title for credit in person.credits.all())
        return ", ".join(list(titles)[:3]) or "–"

    @admin.display(description="Credits")
    def credited(self, person: Any) -> SafeString | str:
        if person._state.adding:
            return "–"
        credits = person.known_credits.select_related("show").order_by(
            "-show__year", "pk"
        )
        rows = [(credit, credit_in_words(credit)) for credit in credits[:MOST_CREDITS]]
        return render_to_string("admin/shows/person/_credits.html", {"credits": rows})

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        person = Person.objects.listed().filter(pk=pk).first()
        if person is None:
            raise Http404("There is no such person.")
        form = SplitForm(
            request.POST if request.method == "POST" else None, person=person
        )
        if form.is_valid():
            try:
                other = split_person(
                    person,
                    credits=form.cleaned_data["credits"],
                    name=form.cleaned_data["name"],
                    by=request.user,  # type: ignore[arg-type]
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, person, f"Split off “{other}” ({other.pk}).")
                text = f"“{other}” is a person of their own now; here they are."
                self.message_user(request, text, messages.SUCCESS)
                url = reverse("admin:shows_person_change", args=[other.pk])
                return HttpResponseRedirect(url)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": person,
            "title": f"Split “{person}”",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/shows/person/split.html", context)


@admin.register(Credit)
class CreditAdmin(Knowing, WordStartSearch):
    list_display = ["person", "show", "kind", "character", "job", "billing"]
    list_filter = ["kind"]
    list_select_related = ["person", "show"]
    list_per_page = 100
    search_fields = ["person__name"]
    search_help_text = "Name of the person, by the start of words."
    ordering = ["-pk"]

    form = MeanwhileForm
    autocomplete_fields = ["person", "show", "seasons"]

    def get_ordering(self, request: HttpRequest) -> Any:
        # Of one show, in the order of its titles.
        return ["billing", "pk"] if "show__id__exact" in request.GET else ["-pk"]
