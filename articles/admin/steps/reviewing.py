"""A draft's way through the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from articles import publishing
from articles.checking.checklist import Checklist
from articles.models import Article
from articles.models.log import Verb
from articles.permissions import may_edit, may_publish, may_see
from articles.publishing.reviewing import is_writer_of
from authors.models import User

from .step import Step


class _OfLatest(Step):
    # What may come right until it is published stops neither.
    may_wait = True

    def checklist(self) -> Checklist | None:
        return self.check_latest(self.moment)


class Submit(_OfLatest):
    name = "submit"
    verb = Verb.SUBMIT
    title = "Submit for review"
    intro = "The editors take over; you can withdraw it again."
    button = "Submit for review"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_edit(user, article)

    def perform(self, *, by: User) -> str:
        publishing.submit(self.article, by=by)
        return "The story is with the editors."


class Withdraw(Step):
    name = "withdraw"
    verb = Verb.WITHDRAW
    title = "Withdraw from review"
    intro = "The story becomes a draft again."
    button = "Withdraw from review"

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_publish(user) or (
            user.has_perm("articles.change_article")
            and may_see(user, article)
            and is_writer_of(user, article)
        )

    def perform(self, *, by: User) -> str:
        publishing.withdraw(self.article, by=by)
        return "The story is a draft again."


class RequestChanges(Step):
    name = "request-changes"
    verb = Verb.REQUEST_CHANGES
    title = "Ask for changes"
    intro = "The story goes back to its writer, who is told what you write here."
    button = "Ask for changes"

    message = forms.CharField(
        label="What shall be changed",
        max_length=5000,
        help_text="It becomes a note on the story.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def perform(self, *, by: User) -> str:
        message = self.cleaned_data["message"]
        publishing.request_changes(self.article, by=by, message=message)
        return "The story is back with its writer."


class Approve(_OfLatest):
    name = "approve"
    verb = Verb.APPROVE
    title = "Approve"
    intro = (
        "It may go out as it is. Approval holds for this version only: a later save "
        "lets it lapse."
    )
    button = "Approve"

    def touches(self) -> list[str]:
        latest = self.article.versions.first()
        if latest is None:
            return []
        saved = publishing.spoken(latest.created_at)
        return [f"Version {latest.number}, saved by {latest.by} on {saved}."]

    def perform(self, *, by: User) -> str:
        number = self.cleaned_data["number"]
        version = publishing.approve(self.article, by=by, number=number)
        return f"Version {version.number} is approved."


class Trust(Step):
    name = "trust"
    verb = Verb.TRUST
    title = "Trust writers with updates"
    intro = (
        "They may publish, fix and correct this story without an editor for as long "
        "as it is live. Its first publication and taking it down stay with the editors."
    )
    button = "Save"

    writers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label="Trusted writers",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trusted = self.article.trusted_writers.all()
        # Whoever works on the story, and whom an editor has trusted already.
        writers: Any = self.fields["writers"]
        writers.queryset = (
            (
                User.objects.filter(is_active=True, is_staff=True).filter(
                    groups__name="Writers"
                )
                | User.objects.filter(pk__in=trusted.values("pk"))
            )
            .distinct()
            .order_by("username")
        )
        writers.initial = list(trusted)

    def perform(self, *, by: User) -> str:
        wanted = set(self.cleaned_data["writers"])
        trusted = set(self.article.trusted_writers.all())
        for writer in wanted - trusted:
            publishing.trust(self.article, by=by, writer=writer)
        for writer in trusted - wanted:
            publishing.distrust(self.article, by=by, writer=writer)
        if not wanted:
            return "No writer is trusted with this story."
        names = ", ".join(sorted(str(writer) for writer in wanted))
        return f"Trusted with updates of this story: {names}."
