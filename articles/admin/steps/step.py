"""What every page of a step has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from articles import publishing
from articles.checking.checklist import Checklist, check
from articles.curation.needs import said_of
from articles.models import Article, Version
from articles.models.log import Verb
from articles.permissions import may_publish
from authors.models import User
from shows.models import Embargo


def zone() -> str:
    return timezone.get_current_timezone_name()


class MomentField(forms.DateTimeField):
    """A time in the site's time zone, which its label names."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, required=False, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, name)
        bound.label = f"{self.label} ({zone()})"
        return bound


class EmbargoField(forms.ModelChoiceField):
    """An embargo that still stands, with its moment; those that a person knows of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Embargo.objects.none(), required=False, **kwargs)

    def offer(self, viewer: User | None, at: datetime) -> None:
        if viewer is not None:
            self.queryset = Embargo.objects.known_to(viewer).standing(at)

    def label_from_instance(self, embargo: Any) -> str:
        return f"{embargo} ({publishing.spoken(embargo.lifts_at)})"


class Step(forms.Form):
    """One step on one story. `number` is the version the person is looking at."""

    name = ""
    title = ""
    intro = ""
    button = ""
    danger = False
    template = "step"
    # The step as the log names it.
    verb: Verb
    # Templates offer the classes themselves.
    do_not_call_in_templates = True
    # Who looks at the page; what they may not know of is not on it.
    viewer: User | None = None

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        article: Article,
        moment: datetime,
        version: Version | None = None,
        viewer: User | None = None,
        **kwargs: Any,
    ) -> None:
        self.article = article
        self.moment = moment
        self.version = version
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        self.fields["number"].initial = article.latest_number

    @classmethod
    def allowed(cls, user: User, article: Article, at: datetime) -> bool:
        return may_publish(user)

    def touches(self) -> list[str]:
        """What the step will do, in sentences, said before the button."""
        return []

    def obstacles(self) -> list[str]:
        """Why it would be refused now."""
        return []

    def is_moot(self) -> bool:
        """Whether there is nothing left to do, which its obstacles tell."""
        return False

    def checklist(self) -> Checklist | None:
        """What the version needs and what would do it good; steps it matters to."""
        return None

    def check_latest(self, at: datetime) -> Checklist | None:
        latest = self.article.versions.first()
        if latest is None:
            return None
        return check(latest.content, at=at, article=self.article, viewer=self.viewer)

    def is_final(self) -> bool:
        """Whether what was sent is to be done, and not to be looked at once more."""
        return True

    def perform(self, *, by: User) -> str:
        """Take the step; what to tell the person is returned."""
        raise NotImplementedError

    def live(self) -> Version | None:
        return self.article.versions.live(self.moment).first()

    def coming(self) -> list[Version]:
        return list(self.article.versions.scheduled(self.moment).order_by("live_from"))

    def coming_sentences(self, verb: str) -> list[str]:
        return [
            f"Version {version.number}, scheduled for "
            f"{publishing.spoken(version.live_from)}, {verb}."
            for version in self.coming()
        ]

    def links(self) -> list[str]:
        """Sentences for steps after which readers see the story no more."""
        return [*self._linked_from(), *said_of(self.article)]

    def _linked_from(self) -> list[str]:
        live = Version.objects.live(self.moment).listed()
        linking = live.filter(version_links__article=self.article).exclude(
            article=self.article
        )
        count = linking.count()
        if not count:
            return []
        named = [f"“{version.headline}”" for version in linking.newest()[:5]]
        more = f" and {count - len(named)} more" if count > len(named) else ""
        stories = "story leads" if count == 1 else "stories lead"
        return [f"{count} live {stories} to it: {', '.join(named)}{more}."]
