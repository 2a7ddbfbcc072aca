"""The desk's first screen: what goes out next, what waits, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode

from articles.models import Article, Notice
from articles.news import needing
from articles.permissions import may_publish
from articles.publishing import spoken
from articles.states import State, state_of
from authors.models import User
from images import rights
from shows import wording
from shows.models import NEVER, Announcement

from . import lists as desk, planning
from .speaking import ago, late, name_of, protection, time_left

ROWS = 6
# Beyond that nobody works a list down by its number.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Row:
    """One line: what it is, what a person needs to know, and one thing to do."""

    title: str
    url: str
    said: list[str]
    act: str = ""
    act_url: str = ""
    # What one press does at once, beside the link; its address takes a POST.
    press: str = ""
    press_url: str = ""
    # Said first, and so that nobody overlooks it.
    alarm: str = ""
    # What the countdown counts to.
    moment: datetime | None = None


@dataclass(frozen=True)
class Column:
    """A titled list; its count leads to the whole of it."""

    key: str
    title: str
    rows: list[Row]
    count: int
    nothing: str
    more: str = ""
    # What the list is of, for the count: ("story", "stories").
    counted: tuple[str, str] = ("story", "stories")

    @property
    def how_many(self) -> str:
        if self.count > MOST_COUNTED:
            return f"{MOST_COUNTED}+ {self.counted[1]}"
        return f"{self.count} {self.counted[self.count != 1]}"


@dataclass
class Board:
    """Reads the columns of one person at one moment, in a fixed number of queries."""

    user: User
    at: datetime
    stories: dict[int, Any] = field(default_factory=dict)
    found: dict[str, list[int]] = field(default_factory=dict)

    def columns(self) -> list[Column]:
        names = ["next", "waiting", "review", "trouble", "changed", "lately", "drafts"]
        for name in names:
            self.found[name] = self._keys(name)
        notices = self._notices()
        shown = {key for keys in self.found.values() for key in keys[:ROWS]}
        rows = desk.read_rows(sorted(shown | {n.article_id for n in notices}), self.at)
        self.stories = {row.pk: row for row in rows}
        if may_publish(self.user):
            return [
                self._wrong(),
                self._going_out(),
                self._waiting(notices),
                self._in_review(),
                self._in_trouble(),
                self._changed(),
                *self._premieres(),
                *self._pictures(),
                self._drafts(),
                self._lately(),
            ]
        return [
            self._waiting(notices),
            self._wrong(),
            self._drafts(),
            self._in_review(),
            self._going_out(),
            self._in_trouble(),
            self._changed(),
            *self._premieres(),
            self._lately(),
        ]

    # What is in each column

    def _wrong(self) -> Column:
        """What readers are told wrongly at this moment."""
        keys = needing.wrong_now(self.user, self.at, MOST_COUNTED + 1)
        entries = needing.Queue(self.user, self.at).read(keys[:ROWS])
        return Column(
            key="wrong",
            title="Wrong on the live site now",
            rows=[self._flagged(entry) for entry in entries],
            count=len(keys),
            nothing="No sentence that readers see contradicts what is known.",
            more=reverse("admin:articles_article_needs_update"),
            counted=("sentence", "sentences"),
        )

    def _flagged(self, entry: needing.Entry) -> Row:
        in_title = entry.trouble is needing.TITLE
        return Row(
            title=entry.title,
            url=entry.url,
            said=[f"“{entry.sentence}”", entry.now],
            act="Open at it",
            act_url=entry.url,
            alarm=f"In the {entry.place}" if in_title else "",
        )

    def _going_out(self) -> Column:
        column = self._column(
            "next",
            "Goes out next",
            "Nothing is scheduled. What you schedule counts down here.",
            self._scheduled,
        )
        coming = self._embargoes()
        rows = [*column.rows, *coming]
        rows.sort(key=lambda row: row.moment or self.at)
        return replace(column, rows=rows[:ROWS])

    def _scheduled(self, story: Any) -> Row:
        change = "An update" if story.live_number else "New"
        act = self._step(story, "cancel-schedule", "Cancel…")
        return self._row(
            story,
            [change, spoken(story.next_live_from)],
            act=act if may_publish(self.user) else None,
            moment=story.next_live_from,
        )

    def _embargoes(self) -> list[Row]:
        """News of shows that is held until a moment, for whoever may read it."""
        if not self.user.has_perm("shows.view_announcement"):
            return []
        coming = Announcement.objects.known_to(self.user, self.at).filter(
            public_from__gt=self.at, public_from__lt=NEVER
        )
        coming = coming.select_related("show", "season", "part", "platform", "person")
        return [
            Row(
                title=f"{news.show}: {wording.announcement_in_words(news)}",
                url=reverse("admin:shows_announcement_change", args=[news.pk]),
                said=["Embargo on news", spoken(news.public_from)],
                moment=news.public_from,
            )
            for news in coming.order_by("public_from", "pk")[:ROWS]
        ]

    def _waiting(self, notices: list[Notice]) -> Column:
        column = self._column(
            "waiting",
            "Waiting for me",
            "Nobody waits for you. What is assigned to you, comes back to you or "
            "mentions you appears here.",
            self._task,
        )
        listed = set(self.found["waiting"][:ROWS])
        told = [
            self._told(notice) for notice in notices if notice.article_id not in listed
        ]
        return replace(column, rows=[*column.rows, *filter(None, told)])

    def _task(self, story: Any) -> Row:
        state = state_of(story)
        act = self._open(story, "Continue")
        if state == State.CHANGES_REQUESTED:
            act = self._open(story, "Revise")
        elif state == State.APPROVED and may_publish(self.user):
            act = self._step(story, "publish", "Publish…")
        elif state == State.IN_REVIEW and may_publish(self.user):
            act = self._open(story, "Review")
        said = [str(state.label)]
        if story.due_at and story.due_at > self.at:
            said.append(f"due in {time_left(story.due_at, self.at)}")
        said.append(
            f"saved {ago(story.saved_at, self.at)} by {name_of(story.saved_by)}"
        )
        return self._row(story, said, act=act, alarm=late(story, self.at))

    def _told(self, notice: Notice) -> Row | None:
        story = self.stories.get(notice.article_id)
        if story is None:
            return None
        who = name_of(notice.by)
        return self._row(
            story,
            [
                f"{who} {notice.get_kind_display()}",
                ago(notice.made_at, self.at),
            ],
            act=self._open(story, "Look", "#notes"),
        )

    def _in_review(self) -> Column:
        editor = may_publish(self.user)
        return self._column(
            "review",
            "In review",
            "Every story that was submitted has been looked at."
            if editor
            else "None of your stories is with the editors.",
            self._submitted,
        )

    def _submitted(self, story: Any) -> Row:
        waits = story.submitted_at or story.saved_at
        said = [
            f"submitted {ago(waits, self.at)}",
            f"by {name_of(story.owner)}",
        ]
        if story.assignee:
            said.append(f"with {name_of(story.assignee)}")
        act = (
            self._open(story, "Review")
            if may_publish(self.user)
            else self._step(story, "withdraw", "Withdraw…")
        )
        return self._row(story, said, act=act, alarm=late(story, self.at))

    def _drafts(self) -> Column:
        return self._column(
            "drafts",
            "My drafts",
            "You have no drafts. Start a story, and it waits here until you submit it.",
            lambda story: self._row(
                story,
                [
                    f"saved {ago(story.saved_at, self.at)}",
                    *self._planned(story),
                ],
                act=self._open(story, "Continue"),
                alarm=late(story, self.at),
            ),
        )

    def _planned(self, story: Any) -> list[str]:
        if not story.planned_for:
            return []
        return [f"planned for {date_format(story.planned_for, 'D j M')}"]

    def _in_trouble(self) -> Column:
        return self._column(
            "trouble",
            "Needs a person",
            "No fix contradicts a draft, no schedule was stopped, no story is held.",
            self._troubled,
        )

    def _troubled(self, story: Any) -> Row:
        alarm, said = "", []
        if story.held_at:
            alarm = "Legal hold"
            said.append(f"since {spoken(story.held_at)}: {story.held_because}")
        elif story.stopped_because:
            alarm = "Schedule stopped"
            said.append(story.stopped_because)
        else:
            alarm = "Fix and draft disagree"
            fields = ", ".join(clash["label"].lower() for clash in story.unsettled)
            said.append(fields or "see the draft")
        return self._row(story, said, act=self._open(story, "Settle"), alarm=alarm)

    def _changed(self) -> Column:
        editor = may_publish(self.user)
        return self._column(
            "changed",
            "Live, with unpublished changes",
            "What readers see is the latest of every story."
            if editor
            else "What readers see is the latest of each of your stories.",
            lambda story: self._row(
                story,
                [f"saved {ago(story.saved_at, self.at)} by {name_of(story.saved_by)}"],
                act=self._step(story, "publish", "Publish…")
                if editor
                else self._open(story, "Continue"),
                alarm=late(story, self.at),
            ),
        )

    def _premieres(self) -> list[Column]:
        """Those of the next 14 days for which nobody has begun a story."""
        if not self.user.has_perm("articles.add_article"):
            return []
        bare = planning.premieres_without_story(self.at)
        return [
            Column(
                key="premieres",
                title="Premieres within 14 days without a story",
                rows=[self._premiere(premiere) for premiere in bare[:ROWS]],
                count=len(bare),
                nothing="Everything that starts within 14 days has a story.",
                more=reverse("admin:articles_article_calendar"),
                counted=("premiere", "premieres"),
            )
        ]

    def _premiere(self, premiere: planning.Premiere) -> Row:
        return Row(
            title=premiere.title,
            url=premiere.url,
            said=[
                premiere.note,
                f"{premiere.spoken_day}, {premiere.in_words(self.at)}",
            ],
            act="Start the story",
            act_url=premiere.start_url,
        )

    def _pictures(self) -> list[Column]:
        if not self.user.has_perm("images.view_image"):
            return []
        endings = rights.ending(self.at, limit=ROWS)
        return [
            Column(
                key="pictures",
                title="Picture rights that end",
                rows=[self._picture(ending) for ending in endings.rows],
                count=endings.count,
                nothing="No picture in use loses its rights within 14 days.",
                more=reverse("admin:images_image_changelist"),
                counted=("picture", "pictures"),
            )
        ]

    def _picture(self, ending: rights.Ending) -> Row:
        places = "place" if ending.uses == 1 else "places"
        day = date_format(ending.day, "j F Y")
        return Row(
            title=str(ending.image),
            url=reverse("admin:images_image_change", args=[ending.image.pk]),
            said=[
                f"last day was {day}" if ending.has_ended else f"last day is {day}",
                f"in {ending.uses} {places}",
            ],
            alarm="Ended" if ending.has_ended else "",
        )

    def _lately(self) -> Column:
        return self._column(
            "lately",
            "Published within 7 days",
            "Nothing went out in the last 7 days.",
            lambda story: self._row(
                story,
                [
                    ago(story.live_published_at, self.at),
                    str(story.section or "No section"),
                    f"by {name_of(story.owner)}",
                ],
                act=("See it", story.get_absolute_url()),
            ),
        )

    # How they are read

    def _keys(self, name: str) -> list[int]:
        found = desk.LISTS[name].of_person(self.user, self.at)
        return list(found.values_list("pk", flat=True)[: MOST_COUNTED + 1])

    def _notices(self) -> list[Notice]:
        """What this person was told and has not looked at, of what they may see."""
        unseen = Notice.objects.filter(user=self.user, seen_at__isnull=True)
        visible = Article.objects.visible_to(self.user, self.at).order_by()
        found: QuerySet[Notice] = unseen.filter(article__in=visible.values("pk"))
        return list(found.select_related("by").order_by("-made_at", "-pk")[:ROWS])

    def _column(
        self, name: str, title: str, nothing: str, row: Callable[[Any], Row]
    ) -> Column:
        keys = self.found[name]
        return Column(
            key=name,
            title=title,
            rows=[row(story) for story in self._read(keys[:ROWS])],
            count=len(keys),
            nothing=nothing,
            more=f"{reverse('admin:articles_article_changelist')}?{urlencode({'desk': name})}",
        )

    def _read(self, keys: Iterable[int]) -> list[Any]:
        return [self.stories[key] for key in keys if key in self.stories]

    def _row(
        self, story: Any, said: list[str], *, act: tuple[str, str] | None, **more: Any
    ) -> Row:
        label, url = act or ("", "")
        if protected := protection(story, self.at):
            said = [*said, protected]
        return Row(str(story), _change_url(story), said, label, url, **more)

    def _open(self, story: Any, label: str, anchor: str = "") -> tuple[str, str]:
        return label, _change_url(story) + anchor

    def _step(self, story: Any, step: str, label: str) -> tuple[str, str]:
        return label, reverse(f"admin:articles_article_{step}", args=[story.pk])


def _change_url(story: Any) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])
