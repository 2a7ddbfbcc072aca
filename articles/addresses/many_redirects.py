"""
Redirects by the thousand, as a desk that comes from another system brings them.

One in a line: the old address, the new one, perhaps a note, with a comma, a semicolon
or a tab between them. Each line is checked as one made by hand is, but those of all
lines together, in a number of queries that hardly depends on how many there are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve

from articles.models import Redirect, Version
from articles.permissions import may_publish, require
from authors.models import User

from .exporting import unguarded
from .redirects import answer, of_this_site
from .straightening import dead_paths, moved_on

MOST_LINES = 5000
STORY = "articles:article-detail"


@dataclass(frozen=True)
class Line:
    """One line as it was given, and what it says or what is wrong with it."""

    number: int
    text: str
    path: str = ""
    target: str = ""
    note: str = ""
    error: str = ""


@dataclass
class Plan:
    """What the lines come to: redirects to make, those that are there, those refused."""

    good: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)

    def refuse(self, line: Line, error: str) -> None:
        self.refused.append(Line(line.number, line.text, error=error))


def foresee(text: str, at: datetime) -> Plan:
    """What would come of these lines; raises `ValidationError` for too many."""
    plan = Plan()
    lines = list(_read(text, plan))
    if len(lines) > MOST_LINES:
        raise ValidationError(f"Give at most {MOST_LINES} lines at once.")
    paths = [line.path for line in lines]
    targets = [line.target for line in lines]
    rows = Redirect.objects.filter(path__in=[*paths, *targets])
    leads = dict(rows.values_list("path", "target"))
    known = {path for path in paths if path in leads}
    taken = {path: _taken(path, at) for path in {*paths} - known}
    for line in lines:
        # Where a page stands, nobody is led on.
        if not taken.get(line.path):
            leads.setdefault(line.path, line.target)
    ends = {line: _end(line, leads) for line in lines}
    settled = moved_on(set(filter(None, ends.values())), at)
    ends = {line: end and settled.get(end, end) for line, end in ends.items()}
    seen = _seen(set(filter(None, ends.values())), at)
    made: set[str] = set()
    for line in lines:
        end = ends[line]
        if error := taken.get(line.path):
            plan.refuse(line, error)
        elif not end or end == line.path:
            plan.refuse(line, "That goes round in a circle.")
        elif line.path in known:
            if leads[line.path] == end:
                plan.known.append(line)
            else:
                plan.refuse(line, f"It leads to {leads[line.path]} already.")
        elif line.path in made:
            plan.refuse(line, "A line above says where this address leads.")
        elif end not in seen:
            plan.refuse(line, f"Readers find no page at {end}.")
        else:
            made.add(line.path)
            plan.good.append(Line(line.number, line.text, line.path, end, line.note))
    plan.refused.sort(key=lambda line: line.number)
    return plan


@transaction.atomic
def add_redirects(text: str, *, by: User, at: datetime) -> tuple[Plan, list[Redirect]]:
    """Make all that can be made of these lines; the plan says which were refused."""
    require(may_publish(by), "Only editors may make redirects.")
    plan = foresee(text, at)
    made = Redirect.objects.bulk_create(
        [
            Redirect(path=line.path, target=line.target, note=line.note, by=by)
            for line in plan.good
        ]
    )
    # What led to one of them leads on with it, so that no reader takes two hops.
    now = {line.path: line.target for line in plan.good}
    behind = list(Redirect.objects.filter(target__in=now))
    for row in behind:
        row.target = now[row.target]
    Redirect.objects.bulk_update(behind, ["target"])
    return plan, made


def _read(text: str, plan: Plan) -> Iterable[Line]:
    for number, given in enumerate(text.splitlines(), start=1):
        cells = _cells(given)
        is_heading = number == 1 and not cells[0].startswith(("/", "http"))
        if not any(cells) or is_heading:
            continue
        line = Line(number, given)
        if len(cells) < 2 or not cells[1]:
            plan.refuse(line, "Where it leads is missing.")
            continue
        try:
            path = of_this_site("path", cells[0])
            target = of_this_site("target", cells[1])
        except ValidationError as error:
            plan.refuse(line, f"{cells[0]}, {cells[1]}: {' '.join(error.messages)}")
            continue
        note = unguarded(" ".join(cells[2:]).strip())[:200]
        yield Line(number, given, path, target, note)


def _cells(line: str) -> list[str]:
    """What stands between the marks: those that part two addresses, if any do."""
    ways = [_parted(line.strip(), mark) for mark in "\t;," if mark in line]
    ways = ways or [_parted(line.strip(), " ")]
    return next((cells for cells in ways if _are_addresses(cells[:2])), ways[0])


def _parted(line: str, mark: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
    return [cell.strip() for cell in cells] or [""]


def _are_addresses(cells: list[str]) -> bool:
    return len(cells) == 2 and all(cell.startswith(("/", "http")) for cell in cells)


def _end(line: Line, leads: dict[str, str]) -> str:
    """Where one is led who follows them all; nothing where that is in a circle."""
    end, passed = line.target, {line.path}
    while end in leads:
        if end in passed:
            return ""
        passed.add(end)
        end = leads[end]
    return "" if end in passed else end


def _seen(paths: set[str], at: datetime) -> set[str]:
    """Those of these paths at which readers find a page."""
    slugs = {path: slug for path in paths if (slug := _story(path))}
    live = Version.objects.live(at).filter(article__slug__in=set(slugs.values()))
    there = set(live.values_list("article__slug", flat=True))
    others = paths - slugs.keys()
    stories = {path for path, slug in slugs.items() if slug in there}
    return stories | (others - dead_paths(others, at))


def _story(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return str(match.kwargs["slug"]) if match.view_name == STORY else ""


def _taken(path: str, at: datetime) -> str:
    status, leads_to = answer(path, at)
    if status in {301, 302}:
        return f"{path} leads to {leads_to} by itself."
    if status != 404:
        return f"{path} is an address that the site answers; nothing may hide it."
    return ""
