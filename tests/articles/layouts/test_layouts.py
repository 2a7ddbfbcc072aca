from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from articles import layouts, publishing
from articles.layouts import content as contents, steps
from articles.models import FrontLine, LayoutSave, LayoutWindow
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def home():
    return layouts.home()


def publish(headline="", hours=1, **kwargs):
    kwargs.setdefault("published_at", timezone.now() - hours * HOUR)
    return ArticleFactory(**({"headline": headline} if headline else {}), **kwargs)


def slot_of(content, kind):
    return next(row for row in content["slots"] if row["kind"] == kind)


def pinned(layout, editor, article, kind="lead", **more):
    """Save the layout with one pin more, before the others."""
    layout.refresh_from_db()
    content = contents.capture(layout)
    row = contents.pin(slot_of(content, kind)["uid"], article.pk) | more
    content["pins"].insert(0, row)
    layouts.save(layout, content, by=editor, base=layout.latest_number)
    return layout


def lead(front, at=None):
    found = layouts.compose(front, at or timezone.now()).lead
    return found and found.article


def windows(front):
    rows = front.windows.order_by("live_from").select_related("layout")
    return [(row.layout.name, row.live_from, row.live_until) for row in rows]


def named(front, editor, name, article=None, occasion=""):
    layout = layouts.draft(front, by=editor, name=name, occasion=occasion)
    return pinned(layout, editor, article) if article else layout


# What readers see


def test_a_front_that_nobody_laid_out_fills_by_itself(home):
    story = publish()

    assert lead(home) == story


def test_a_draft_changes_nothing_until_it_is_put_live(home, editor):
    publish()
    old = publish(hours=50)
    draft = pinned(layouts.draft(home, by=editor), editor, old)
    before = lead(home)

    layouts.apply(draft, by=editor)

    assert before != old
    assert lead(home) == old


def test_what_is_not_live_takes_up_no_place(home, editor):
    story = publish()
    scheduled = ArticleFactory(scheduled=True)
    retracted = ArticleFactory(retracted=True)
    draft = layouts.draft(home, by=editor)
    for each in (ArticleFactory(), retracted, scheduled):
        pinned(draft, editor, each)
    layouts.apply(draft, by=editor)

    assert lead(home) == story
    assert lead(home, timezone.now() + timedelta(days=2)) == scheduled


def test_a_pin_has_a_window_of_its_own(home, editor):
    publish()
    old = publish(hours=50)
    now = timezone.now()
    draft = pinned(
        layouts.draft(home, by=editor),
        editor,
        old,
        starts_at=(now + HOUR).isoformat(),
        ends_at=(now + 2 * HOUR).isoformat(),
    )
    layouts.apply(draft, by=editor)

    seen = [lead(home, now + hours * HOUR) == old for hours in (0.5, 1.5, 2.5)]

    assert seen == [False, True, False]


def test_no_story_stands_twice_wherever_it_is_pinned(home, editor):
    stories = [publish(hours=hours) for hours in range(1, 12)]
    draft = layouts.draft(home, by=editor)
    for kind in ("lead", "side", "row"):
        pinned(draft, editor, stories[5], kind)
    layouts.apply(draft, by=editor)

    front = layouts.compose(home, timezone.now())

    assert front.lead.article == stories[5]
    assert len(front.stories) == len(set(front.stories)) == len(stories)


def test_slots_fill_up_behind_what_is_pinned(home, editor):
    stories = [publish(hours=hours) for hours in range(1, 9)]
    draft = pinned(layouts.draft(home, by=editor), editor, stories[-1], "side")
    layouts.apply(draft, by=editor)

    side = layouts.compose(home, timezone.now()).slot("side")

    assert side.stories[0].version.article == stories[-1]
    assert side.stories[0].is_pinned
    assert len(side.stories) == 5


def test_a_quiet_section_can_have_a_slot_of_its_own(home, editor):
    quiet = SectionFactory(name="Radio")
    story = publish(section=quiet, hours=3)
    publish(hours=1)
    publish(hours=2)
    draft = layouts.draft(home, by=editor)
    content = contents.capture(draft)
    content["slots"] = [row for row in content["slots"] if row["kind"] in {"lead"}] + [
        contents.slot("section", section=quiet.pk)
    ]
    layouts.save(draft, content, by=editor, base=1)
    layouts.apply(draft, by=editor)

    slot = layouts.compose(home, timezone.now()).slot("section")

    assert slot.title == "Radio"
    assert [each.version.article for each in slot.stories] == [story]


def test_a_section_has_a_front_of_its_own(client, editor):
    tv, film = SectionFactory(name="TV"), SectionFactory(name="Film")
    publish(section=film)
    publish("The newest of TV", section=tv)
    old = publish("The old one of TV", section=tv, hours=60)
    front = layouts.front_of(tv)
    draft = pinned(layouts.draft(front, by=editor), editor, old)
    layouts.apply(draft, by=editor)

    page = client.get("/sections/tv/")

    assert lead(layouts.front_of(tv)) == old
    assert page.text.count("The old one of TV</a>") == 1
    assert page.text.index("The old one of TV") < page.text.index("The newest of TV")


# Windows


def test_a_scheduled_layout_comes_by_the_clock_and_what_it_interrupts_returns(
    home, editor
):
    publish()
    usual, special = publish(hours=40), publish(hours=50)
    now = timezone.now()
    layouts.apply(named(home, editor, "Usual", usual), by=editor)
    layouts.schedule(
        named(home, editor, "Special", special),
        by=editor,
        at=now + HOUR,
        until=now + 3 * HOUR,
    )

    seen = [lead(home, now + hours * HOUR) for hours in (0.5, 2, 4)]

    assert seen == [usual, special, usual]
    assert [name for name, *_ in windows(home)] == ["Usual", "Special", "Usual"]


def test_what_is_changed_meanwhile_is_what_returns(home, editor):
    publish()
    breaking, special = publish(hours=2), publish(hours=50)
    now = timezone.now()
    layouts.apply(named(home, editor, "Usual"), by=editor)
    layouts.schedule(
        named(home, editor, "Special", special),
        by=editor,
        at=now + HOUR,
        until=now + 3 * HOUR,
    )

    layouts.make_lead(breaking, by=editor)

    assert lead(home) == breaking
    assert lead(home, now + 2 * HOUR) == special
    assert lead(home, now + 4 * HOUR) == breaking


def test_a_cancelled_schedule_leaves_the_page_as_it_was(home, editor):
    publish()
    usual = named(home, editor, "Usual", publish(hours=40))
    now = timezone.now()
    layouts.apply(usual, by=editor)
    before = windows(home)
    special = named(home, editor, "Special")
    window = layouts.schedule(special, by=editor, at=now + HOUR, until=now + 3 * HOUR)

    layouts.cancel(window, by=editor)

    assert windows(home) == before


def test_schedules_that_would_bury_another_one_are_refused(home, editor):
    now = timezone.now()
    layouts.schedule(named(home, editor, "First"), by=editor, at=now + 2 * HOUR)
    second = named(home, editor, "Second")

    with pytest.raises(ValidationError, match="“First” is scheduled"):
        layouts.schedule(second, by=editor, at=now + HOUR, until=now + 5 * HOUR)
    with pytest.raises(ValidationError, match="very moment"):
        layouts.schedule(second, by=editor, at=now + 2 * HOUR)
    with pytest.raises(ValidationError, match="has passed"):
        layouts.schedule(second, by=editor, at=now - HOUR)
    with pytest.raises(ValidationError, match="end before"):
        layouts.schedule(second, by=editor, at=now + 2 * HOUR, until=now + HOUR)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 6), st.booleans()), max_size=9
    )
)
def test_windows_of_a_front_never_overlap_nor_leave_a_hole(editor, orders):
    """Whatever is put live, scheduled and cancelled, at any moment one layout stands."""
    with transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
        front = layouts.home()
        layouts.apply(named(front, editor, "First"), by=editor)
        for start, length, cancels in orders:
            clock.shift(timedelta(minutes=7))
            layout = named(front, editor, f"At {start}")
            coming = front.windows.scheduled(timezone.now()).first()
            try:
                if cancels and coming:
                    layouts.cancel(coming, by=editor)
                elif start:
                    at = timezone.now() + start * HOUR
                    until = at + length * HOUR if length else None
                    layouts.schedule(layout, by=editor, at=at, until=until)
                else:
                    layouts.apply(layout, by=editor)
            except ValidationError:
                continue
        rows = list(front.windows.order_by("live_from"))
        for one, next_one in zip(rows, rows[1:], strict=False):
            assert one.live_until == next_one.live_from
        assert rows[-1].live_until is None
        transaction.set_rollback(True)


def test_the_database_keeps_windows_of_one_front_apart(home, editor):
    layout = named(home, editor, "One")
    now = timezone.now()

    def window(start, until=None):
        with transaction.atomic():
            LayoutWindow.objects.create(
                front=home, layout=layout, live_from=start, live_until=until, by=editor
            )
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    window(now)

    with pytest.raises(IntegrityError):
        window(now + HOUR)
    with pytest.raises(IntegrityError):
        window(now, now + HOUR)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError):
            window(now + HOUR, now + 2 * HOUR)


# Alternatives and undo


def test_prepared_alternatives_swap_in_one_step_and_back(home, editor):
    publish()
    x, y = publish(hours=40), publish(hours=50)
    x_wins = named(home, editor, "X wins", x, occasion="Awards night")
    y_wins = named(home, editor, "Y wins", y, occasion="Awards night")

    seen = []
    for layout in (x_wins, y_wins, x_wins):
        layouts.apply(layout, by=editor)
        seen.append(lead(home))

    assert seen == [x, y, x]


def test_undo_returns_the_layout_before_and_can_be_undone(home, editor):
    publish()
    x, y = publish(hours=40), publish(hours=50)
    layouts.apply(named(home, editor, "X", x), by=editor)
    layouts.apply(named(home, editor, "Y", y), by=editor)

    seen = []
    for _ in range(2):
        live = home.windows.live(timezone.now()).get()
        layouts.undo(home, by=editor, seen=live.pk)
        seen.append(lead(home))

    assert seen == [x, y]


def test_undoing_the_first_layout_lets_the_page_fill_by_itself(home, editor):
    newest, old = publish(), publish(hours=50)
    layouts.make_lead(old, by=editor)
    front = layouts.home()
    live = front.windows.live(timezone.now()).get()

    layouts.undo(front, by=editor, seen=live.pk)

    assert lead(front) == newest


def test_nobody_undoes_what_they_have_not_seen(home, editor):
    story, other = publish(), publish(hours=3)
    layouts.make_lead(other, by=editor)
    seen = layouts.home().windows.live(timezone.now()).get()
    layouts.make_lead(story, by=make_editor("second"))

    with pytest.raises(ValidationError, match="second changed the page"):
        layouts.undo(layouts.home(), by=editor, seen=seen.pk)


def test_a_story_leads_with_one_step_and_what_led_stays_behind_it(home, editor):
    story, other = publish(hours=30), publish(hours=40)
    publish()

    layouts.make_lead(other, by=editor)
    layouts.make_lead(story, by=editor)

    assert lead(home) == story
    content = steps.live_content(layouts.home(), timezone.now())
    assert [row["article"] for row in content["pins"]] == [story.pk, other.pk]
    with pytest.raises(ValidationError, match="leads already"):
        layouts.make_lead(story, by=editor)
    with pytest.raises(ValidationError, match="cannot see"):
        layouts.make_lead(ArticleFactory(), by=editor)


def test_when_the_lead_is_unpublished_the_one_behind_it_leads_again(home, editor):
    story, other = publish(hours=30), publish(hours=40)
    publish()
    layouts.make_lead(other, by=editor)
    layouts.make_lead(story, by=editor)

    publishing.unpublish(story, by=editor)

    assert lead(home) == other


# Two at once


def test_what_two_editors_change_at_once_is_put_together(home, editor):
    one, two = publish(hours=20), publish(hours=30)
    draft = layouts.draft(home, by=editor)
    base = contents.capture(draft)
    side, row = slot_of(base, "side")["uid"], slot_of(base, "row")["uid"]
    mine = base | {"pins": [contents.pin(side, one.pk)]}
    theirs = base | {"pins": [contents.pin(row, two.pk)]}

    layouts.save(draft, theirs, by=make_editor("second"), base=1)
    saved = layouts.save(draft, mine, by=editor, base=1)

    kept = {pin["article"] for pin in contents.capture(draft)["pins"]}
    assert kept == {one.pk, two.pk}
    assert [person.username for person in saved.merged_from] == ["second"]
    assert saved.clashes == []


def test_where_both_changed_the_same_the_saver_is_told_what_the_other_had(home, editor):
    draft = layouts.draft(home, by=editor)

    def titled(title):
        content = contents.capture(draft)
        content["slots"] = [
            row | {"title": title} if row["kind"] == "row" else row
            for row in content["slots"]
        ]
        return content

    mine, theirs = titled("Mine"), titled("Theirs")
    layouts.save(draft, theirs, by=make_editor("second"), base=1)

    saved = layouts.save(draft, mine, by=editor, base=1)

    assert [(c.mine, c.theirs) for c in saved.clashes] == [("Mine", "Theirs")]
    assert slot_of(contents.capture(draft), "row")["title"] == "Mine"
    kept = LayoutSave.objects.get(layout=draft, number=2).content
    assert slot_of(kept, "row")["title"] == "Theirs"


def test_a_draft_takes_in_what_the_page_became_since_it_was_begun(home, editor):
    breaking, other = publish(), publish(hours=30)
    draft = pinned(layouts.draft(home, by=editor), editor, other, "side")
    layouts.make_lead(breaking, by=make_editor("second"))

    layouts.apply(draft, by=editor)

    front = layouts.compose(layouts.home(), timezone.now())
    assert front.lead.article == breaking
    assert front.slot("side").stories[0].version.article == other


def test_a_draft_that_contradicts_the_page_goes_live_only_when_asked_again(
    home, editor
):
    def entitle(layout, title):
        layout.refresh_from_db()
        content = contents.capture(layout)
        slot_of(content, "row")["title"] = title
        layouts.save(layout, content, by=editor, base=layout.latest_number)

    breaking = publish()
    draft = layouts.draft(home, by=editor)
    other = pinned(layouts.draft(home, by=editor, name="Other"), editor, breaking)
    entitle(draft, "Mine")
    entitle(other, "Theirs")
    layouts.apply(other, by=editor)

    with pytest.raises(ValidationError, match="“Mine”.*“Theirs” meanwhile") as refused:
        layouts.apply(draft, by=editor)
    seen = layouts.compose(layouts.home(), timezone.now()).slot("row").title
    layouts.apply(draft, by=editor)

    assert "put it live again" in refused.value.messages[-1]
    assert seen == "Theirs"
    front = layouts.compose(layouts.home(), timezone.now())
    assert front.slot("row").title == "Mine"
    assert lead(home) == breaking


def test_changes_of_a_front_gather_in_one_draft(home, editor):
    first = layouts.draft(home, by=editor)
    second = layouts.draft(layouts.home(), by=make_editor("second"))

    assert first == second


# What holds


def test_what_readers_have_seen_never_changes(home, editor):
    layout = named(home, editor, "Seen")
    layouts.apply(layout, by=editor)
    content = contents.capture(layout) | {"pins": []}

    with pytest.raises(ValidationError, match="stays as it was"):
        layouts.save(layout, content, by=editor, base=layout.latest_number)
    with pytest.raises(ValidationError, match="was scheduled"):
        layouts.discard(layout, by=editor)


@pytest.mark.parametrize(
    "spoil",
    [
        {"kind": "lead", "size": 9},
        {"kind": "row", "size": 0},
        {"kind": "section"},
        {"kind": "kind", "story_kind": "poem"},
    ],
)
def test_what_would_break_the_page_is_refused(home, editor, spoil):
    draft = layouts.draft(home, by=editor)
    content = contents.capture(draft)
    row = contents.slot(spoil["kind"]) | spoil
    content["slots"] = [
        each
        for each in content["slots"]
        if each["kind"] != "lead" or "lead" not in spoil.values()
    ] + [row]

    with pytest.raises(ValidationError):
        layouts.save(draft, content, by=editor, base=1)


def test_only_editors_lay_out(home):
    writer, story = make_writer(), publish()

    for step in (
        lambda: layouts.draft(home, by=writer),
        lambda: layouts.make_lead(story, by=writer),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_every_step_is_logged_in_words(home, editor):
    story = publish("Out now")
    draft = pinned(layouts.draft(home, by=editor), editor, story, "side")
    layouts.apply(draft, by=editor)

    lines = [(line.verb, line.detail) for line in FrontLine.objects.order_by("pk")]

    assert lines == [
        ("draft", ""),
        ("save", "pinned “Out now” in Beside the lead"),
        ("apply", ""),
    ]
