"""The story form in panels: what each holds, says of itself, and when it stands open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator

from articles import content as contents
from articles.body.lines import plain
from articles.body.sanitising import excerpt, sanitise
from articles.checking.checklist import (
    SEARCH_DESCRIPTION,
    SEARCH_TITLE,
    STANDFIRST,
    Checklist,
    check,
    known_rivals,
)
from articles.content import Content
from articles.desk.speaking import spoken
from articles.models import Article, Disclosure, Version
from articles.permissions import may_lay_out
from articles.reading.pages import WORDS_PER_MINUTE
from articles.reading.updates import stamp
from authors.http import AuthenticatedRequest
from images.models import Image

from .pages import StoryPages
from .steps import Step

# The body stands in the middle; everything else in panels, in this order.
MIDDLE = "Text"
PANELS: dict[str, tuple[str, ...]] = {
    # Name of the fieldset: the inlines that follow its fields.
    "Publish": (),
    "Story": (),
    "Byline": ("bylines",),
    "Picture": (),
    "Facts": ("shows", "sources"),
    "Spoilers": (),
    "Disclosure": (),
    "Search and social": (),
    "Internal note": (),
}
INLINES = {"bylines": "bylines", "article_shows": "shows", "sources": "sources"}

# The steps of the menu, under the headings they stand below there.
MENU = {
    "Go on": (
        "submit",
        "withdraw",
        "publish",
        "approve",
        "request-changes",
        "cancel-schedule",
        "revive",
        "lift-hold",
        "part",
    ),
    "The live story": (
        "fix",
        "correct",
        "spoilers",
        "still-true",
        "knew-already",
        "address",
        "trust",
    ),
    "Stop or take down": ("unpublish", "answer", "merge", "retract", "kill", "hold"),
}
# Steps that the hard rules refuse: nobody's next one while they are not met.
CHECKED = {"submit", "approve", "publish"}

SHOWN = (
    "headline",
    "standfirst",
    "seo_title",
    "seo_description",
    "safe_headline",
    "safe_standfirst",
)
JUST_OUT = timedelta(minutes=30)

COUNTED = {
    "standfirst": STANDFIRST,
    "seo_title": (0, SEARCH_TITLE),
    "seo_description": SEARCH_DESCRIPTION,
}


@dataclass
class Panel:
    """One foldable part of the form."""

    title: str
    fieldset: Any = None
    formsets: list[Any] = field(default_factory=list)
    # What it holds, in a few words, so that it can stay closed.
    summary: str = ""
    is_open: bool = False
    obstacles: int = 0

    @property
    def slug(self) -> str:
        return self.title.lower().replace(" ", "-")


@dataclass(frozen=True)
class FieldError:
    """One refusal; `target` is the id of what it is about, `panel` where that is."""

    label: str
    sentence: str
    target: str


class PanelPages(StoryPages):
    """The calm form: panels, checklist, previews of search and cards, one button."""

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        context = super().screen(request, article)
        latest: Version | None = context["latest"]
        checklist = check(
            latest.content if latest else contents.capture(article),
            at=request.moment,
            article=article,
            viewer=request.user,
        )
        live: Version | None = context["live"]
        stamp([live] if live else [], request.moment)
        steps = context["steps"]
        if not checklist.is_ready:
            steps = _without_hurry(steps)
        return context | {
            "checklist": checklist,
            "may_lead": bool(live and not live.retracted and may_lay_out(request.user)),
            "offers_lead": bool(live and _is_fresh_news(live, request.moment)),
            "can_confirm": any(
                step.name == "still-true" for found in steps.values() for step in found
            ),
            "steps": steps,
            "menu": _menu(steps["others"]),
        }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        if "checklist" not in context:
            empty = contents.empty()
            context["checklist"] = check(empty, at=request.moment)  # type: ignore[attr-defined]
            context["rivals"] = self._asked_rivals(request)
        latest = context.get("latest")
        content = latest.content if latest else contents.empty()
        panels = list(_panels(context, content, is_new=add))
        context |= {
            "middle": panels[0],
            "panels": panels[1:],
            "field_errors": list(_field_errors(context)),
            "counted": COUNTED,
            **_shown_by_machines(context),
        }
        if held_back := context["adminform"].form.rivals:
            context["rivals"] = held_back
        if obj and not self.has_change_permission(request, obj):
            context["body_to_read"] = sanitise(obj.body)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _asked_rivals(self, request: Any) -> list[Article]:
        """Explainers there are already, when a link asks for a new one."""
        asked = self.get_changeform_initial_data(request)
        content = {
            "kind": asked.get("kind", ""),
            "question": asked.get("question", ""),
            "seasons": [int(key) for key in asked.get("seasons", [])[:20]],
        }
        return list(known_rivals(content, request.moment, request.user))


def _is_fresh_news(live: Version, at: datetime) -> bool:
    """News that has just gone out: the moment to ask whether it leads."""
    published = live.published_at
    is_news = live.kind == Version.Kind.NEWS
    return is_news and published is not None and at - published < JUST_OUT


def _without_hurry(steps: dict[str, list[type[Step]]]) -> dict[str, list[type[Step]]]:
    """The next thing to do is to write on; the steps that are refused wait."""
    primary = [step for step in steps["primary"] if step.name not in CHECKED]
    waiting = [step for step in steps["primary"] if step.name in CHECKED]
    return {"primary": primary, "others": [*waiting, *steps["others"]]}


def _menu(steps: list[type[Step]]) -> list[tuple[str, list[type[Step]]]]:
    grouped = []
    for title, names in MENU.items():
        if found := [step for step in steps if step.name in names]:
            grouped.append((title, found))
    known = {name for names in MENU.values() for name in names}
    if others := [step for step in steps if step.name not in known]:
        grouped.append(("More", others))
    return grouped


# Panels


def _panels(
    context: dict[str, Any], content: Content, *, is_new: bool
) -> Iterator[Panel]:
    fieldsets = {fieldset.name or MIDDLE: fieldset for fieldset in context["adminform"]}
    formsets = {
        INLINES[each.formset.prefix]: each for each in context["inline_admin_formsets"]
    }
    checklist: Checklist = context["checklist"]
    yield Panel(MIDDLE, fieldsets.pop(MIDDLE))
    for title, inlines in PANELS.items():
        panel = Panel(title, fieldsets.get(title), [formsets[name] for name in inlines])
        names = {*inlines, *_fields(panel)}
        if not is_new:
            panel.obstacles = len(checklist.concerns(*names))
        panel.summary = _summary(panel, content, context)
        panel.is_open = (
            _has_errors(panel)
            or bool(panel.obstacles)
            or _matters(panel, content, context, is_new=is_new)
        )
        yield panel


def _fields(panel: Panel) -> list[str]:
    if panel.fieldset is None:
        return []
    return [
        each.field["name"] if each.is_readonly else each.field.name
        for line in panel.fieldset
        for each in line
    ]


def _has_errors(panel: Panel) -> bool:
    return any(
        not each.is_readonly and each.field.errors
        for line in panel.fieldset or ()
        for each in line
    ) or any(
        each.formset.is_bound
        and (each.formset.total_error_count() or each.formset.non_form_errors())
        for each in panel.formsets
    )


def _matters(
    panel: Panel, content: Content, context: dict[str, Any], *, is_new: bool
) -> bool:
    """Whether it holds something that a person should see without asking."""
    match panel.title:
        case "Publish":
            checklist: Checklist = context["checklist"]
            return not is_new and (
                not checklist.is_ready
                or bool(checklist.rivals)
                or bool(context.get("coming"))
            )
        case "Story":
            return is_new
        case "Internal note":
            return bool(content["internal_note"])
    return False


def _summary(panel: Panel, content: Content, context: dict[str, Any]) -> str:
    names = content.get("names", {})
    match panel.title:
        case "Publish":
            return _publish_summary(context)
        case "Story":
            tags = len(content["tags"])
            return " · ".join(
                part
                for part in (
                    Article.Kind(content["kind"]).label,
                    *names.get("section", {}).values(),
                    f"{tags} tag{'s' if tags != 1 else ''}" if tags else "no tags",
                )
                if part
            )
        case "Byline":
            return ", ".join(names.get("bylines", {}).values())
        case "Picture":
            return Truncator("".join(names.get("lead_image", {}).values())).chars(60)
        case "Facts":
            found = [*names.get("shows", {}).values()]
            counted = [
                f"{len(content[name])} {name if len(content[name]) > 1 else name[:-1]}"
                for name in ("seasons", "episodes", "sources")
                if content[name]
            ]
            return Truncator(
                " · ".join([", ".join(found), *counted]).strip(" ·")
            ).chars(90)
        case "Spoilers":
            return _protected(content, context)
        case "Disclosure":
            return _disclosed(content)
        case "Search and social":
            own = bool(content["seo_title"]) + bool(content["seo_description"])
            return ["headline and standfirst", "partly its own", "its own words"][own]
        case "Internal note":
            return Truncator(content["internal_note"]).chars(60)
    return ""


def _protected(content: Content, context: dict[str, Any]) -> str:
    until = contents.stored("safe_until", content.get("safe_until"))
    if until is None:
        return ""
    is_over = until <= context["adminform"].form.moment
    return f"{'were hidden' if is_over else 'hidden'} until {spoken(until)}"


def _disclosed(content: Content) -> str:
    """In one word, and who."""
    kind = content.get("disclosure") or ""
    word = str(Disclosure(kind).label).partition(":")[0].lower() if kind else ""
    return Truncator(
        " · ".join(filter(None, [word, content.get("disclosed_by")]))
    ).chars(60)


def _publish_summary(context: dict[str, Any]) -> str:
    checklist: Checklist = context["checklist"]
    if not context.get("latest"):
        return "nothing saved yet"
    if missing := len(checklist.obstacles):
        return f"{missing} thing{'s' if missing != 1 else ''} missing"
    advice = len(checklist.advice)
    return f"ready, {advice} to look at" if advice else "ready"


# Errors


def _field_errors(context: dict[str, Any]) -> Iterator[FieldError]:
    """Every refusal of the form in its order, to be listed above it."""
    form = context["adminform"].form
    if not form.is_bound:
        return
    for bound in form:
        for sentence in bound.errors:
            label = str(bound.label)
            yield FieldError(label, str(sentence), f"field-{bound.name}")
    for each in context["inline_admin_formsets"]:
        formset = each.formset
        what = str(each.opts.verbose_name).capitalize()
        for sentence in formset.non_form_errors():
            yield FieldError(what, str(sentence), f"{formset.prefix}-group")
        for number, row in enumerate(formset.forms):
            for sentences in row.errors.values():
                for sentence in sentences:
                    label = f"{what} {number + 1}"
                    yield FieldError(label, str(sentence), f"{formset.prefix}-{number}")


# Search results and cards


def _shown_by_machines(context: dict[str, Any]) -> dict[str, Any]:
    """What search engines and cards would print of the form as it stands."""
    form = context["adminform"].form
    article: Article = form.instance
    said = {
        name: plain(
            str((form[name].value() if name in form.fields else "") or "")
            or ("" if name in form.fields else str(getattr(article, name)))
        )
        for name in SHOWN
    }
    body = article.body
    latest: Version | None = context.get("latest")
    checklist: Checklist = context["checklist"]
    lead = article.lead_image_id or 0
    image = checklist.pictures.get(lead) or (article.lead_image if lead else None)
    words = latest.word_count if latest else 0
    return {
        "shown_title": said["seo_title"] or said["headline"],
        "shown_description": said["seo_description"]
        or said["standfirst"]
        or excerpt(body),
        "own": said,
        "safe_picture": article.safe_image if article.safe_image_id else None,
        "excerpt": excerpt(body),
        "lead_picture": image,
        "lead_may_be_shown": _may_be_shown(image, context),
        "words": words,
        "minutes": max(1, round(words / WORDS_PER_MINUTE)) if words else 0,
    }


def _may_be_shown(image: Image | None, context: dict[str, Any]) -> bool:
    checklist: Checklist = context["checklist"]
    return image is not None and not checklist.concerns("lead_image")
