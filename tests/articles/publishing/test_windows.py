"""
Any order of steps leaves windows that a naive model agrees with.

The model keeps (start, expiry, headline) of each published version and answers from
the definition: the latest start that has passed, unless it has expired.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import content as contents, publishing
from articles.differences.merging import changed
from articles.models import Version, VersionTag
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
hours = st.integers(1, 12)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.now = START
        self.windows: list[list] = []
        self.names = 0

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        self.editor = make_editor()
        self.article = ArticleFactory(headline="Headline 0", tags=["zombies"])

    def tick(self, by: int = 1) -> None:
        self.now += by * HOUR
        self.traveller.move_to(self.now)

    def live(self) -> list | None:
        return model_at(self.windows, self.now)

    def coming(self) -> list[list]:
        return [window for window in self.windows if window[0] > self.now]

    @rule(by=hours)
    def time_passes(self, by: int) -> None:
        self.tick(by)

    @rule()
    def rework(self) -> None:
        self.names += 1
        self.article.refresh_from_db()
        content = contents.capture(self.article)
        publishing.save_version(
            self.article,
            content | {"headline": f"Headline {self.names}"},
            by=self.editor,
            base=self.article.latest_number,
        )

    @rule(expires=st.none() | hours)
    def publish(self, expires: int | None) -> None:
        self.tick()
        until = expires and self.now + expires * HOUR
        latest = self.article.versions.first()
        try:
            version = publishing.publish(self.article, by=self.editor, until=until)
        except ValidationError:
            return
        self.windows = [
            w for w in self.windows if w[3] != latest.pk or w[0] <= self.now
        ]
        self.windows.append([self.now, until, version.headline, version.pk])

    @rule(ahead=hours, expires=st.none() | hours)
    def schedule(self, ahead: int, expires: int | None) -> None:
        at = self.now + ahead * HOUR
        until = expires and at + expires * HOUR
        latest = self.article.versions.first()
        try:
            version = publishing.schedule(
                self.article, by=self.editor, at=at, until=until
            )
        except ValidationError:
            return
        self.windows = [
            w for w in self.windows if w[3] != latest.pk or w[0] <= self.now
        ]
        self.windows.append([at, until, version.headline, version.pk])

    @precondition(lambda self: self.coming())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        window = data.draw(st.sampled_from(self.coming()))
        version = Version.objects.get(pk=window[3])
        publishing.cancel_schedule(self.article, version, by=self.editor)
        self.windows.remove(window)

    @precondition(lambda self: self.live())
    @rule()
    def fix(self) -> None:
        self.tick()
        live = self.live()
        if live is None:
            return
        self.names += 1
        mended = {"standfirst": f"Mended {self.names}"}
        if live[0] == self.now:
            # It replaced what the editor was looking at in this very instant.
            with pytest.raises(ValidationError):
                publishing.fix_live(self.article, mended, by=self.editor)
            return
        fix = publishing.fix_live(self.article, mended, by=self.editor)
        assert not fix.stopped
        coming = self.coming()
        assert [v.live_from for v in fix.rescheduled] == sorted(w[0] for w in coming)
        for window, version in zip(sorted(coming), fix.rescheduled, strict=True):
            window[3] = version.pk
            assert version.standfirst == f"Mended {self.names}"
        self.windows.append([self.now, live[1], live[2], fix.live.pk])

    @rule()
    def unpublish(self) -> None:
        self.tick()
        live = self.live()
        if not live and not self.coming():
            return
        publishing.unpublish(self.article, by=self.editor)
        self.windows = [w for w in self.windows if w[0] <= self.now]
        if live:
            live[1] = self.now

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        boundaries = [w[0] for w in self.windows] + [w[1] for w in self.windows if w[1]]
        for moment in (self.now, *boundaries):
            for shift in (timedelta(0), timedelta(microseconds=-1)):
                at = moment + shift
                wanted = model_at(self.windows, at)
                found = list(
                    Version.objects.live(at).values_list("headline", flat=True)
                )
                assert found == ([wanted[2]] if wanted else [])

    @invariant()
    def windows_follow_one_another(self) -> None:
        rows = list(
            Version.objects.filter(live_from__isnull=False).order_by("live_from")
        )
        for before, after in pairwise(rows):
            assert before.live_until is not None
            assert before.live_until <= after.live_from
        if rows:
            assert {row.published_at for row in rows} == {rows[0].live_from}
        assert VersionTag.objects.count() == len(rows)

    @invariant()
    def the_latest_version_is_the_working_copy(self) -> None:
        if not hasattr(self, "article"):
            return
        self.article.refresh_from_db()
        latest = self.article.versions.first()
        assert latest.number == self.article.latest_number
        assert changed(latest.content, contents.capture(self.article)) == []


def model_at(windows: list[list], at: datetime) -> list | None:
    begun = [window for window in windows if window[0] <= at]
    if not begun:
        return None
    window = max(begun)
    return window if window[1] is None or at < window[1] else None


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert connection.is_usable()


@pytest.mark.django_db
def test_any_order_of_steps_keeps_every_window_right():
    _run(examples=15, steps=12)


@pytest.mark.torture
@pytest.mark.django_db
def test_any_order_of_steps_keeps_every_window_right_at_length():
    _run(examples=500, steps=40)
