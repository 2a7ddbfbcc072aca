"""
Querysets of hot pages, compiled to SQL once.

Half of what an uncached page costs is Django making the same SQL again and again. A
prepared queryset is written like any other and compiled the first time it is asked;
from then on only the values in its parameters change. `docs/adr` has the figures.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

# Nobody asks for these, so where one turns up among the parameters a value belongs.
SOME_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
SOME_DAY = date(9000, 2, 1)
SOME_NUMBER = 900_000_000_000_000_000
SOME_TEXT = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Compiled:
    queryset: QuerySet
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    # By position in `parameters`: which of the values belongs there.
    places: dict[int, int]

    @property
    def planned(self) -> bool:
        """Whether PostgreSQL may keep the plan: not where connections are pooled."""
        settings = connections[DEFAULT_DB_ALIAS].settings_dict
        return not settings.get("DISABLE_SERVER_SIDE_CURSORS", False)


class Prepared:
    """
    A queryset of moments, days, numbers and texts, compiled once for each number of values:

        live_by_slug = Prepared(lambda at, slug: Version.objects.live(at).filter(…))
        versions = live_by_slug(request.moment, "a-slug")

    It gives a list, for what is compiled cannot be filtered any further. Each value
    must end up among the parameters of the SQL: None, a list or a limit cannot, but
    `lambda *pks: ….filter(pk__in=pks)` is fine.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.compiled: dict[tuple[int, int | None], Compiled] = {}

    def __call__(self, *values: Any) -> list[Any]:
        return self._rows(values)

    def pages(self, *values: Any) -> "Pages":
        """The rows to be sliced, as a list of pages does."""
        return Pages(self, values)

    def _rows(self, values: tuple[Any, ...], limit: int | None = None) -> list[Any]:
        alias = DEFAULT_DB_ALIAS
        compiled = self.compiled.get((len(values), limit))
        if compiled is None:
            compiled = self._compile(alias, values, limit)
            self.compiled[len(values), limit] = compiled
        connection = connections[alias]
        parameters = list(compiled.parameters)
        for position, place in compiled.places.items():
            parameters[position] = _adapted(values[place], connection)
        sql, arguments = compiled.sql, tuple(parameters)
        if connection.vendor == "postgresql" and compiled.planned:
            sql = planned_once(compiled, connection)
            arguments = tuple(_adapted(value, connection) for value in values)
        compiler = copy(compiled.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (sql, arguments)
        queryset = compiled.queryset.all()
        query: Any = queryset.query
        query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)

    def _compile(
        self, alias: str, values: tuple[Any, ...], limit: int | None
    ) -> Compiled:
        stand_ins = [_stand_in(value, place) for place, value in enumerate(values)]
        queryset = self.build(*stand_ins)[:limit].using(alias)
        compiler = queryset.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        adapted = [_adapted(each, connections[alias]) for each in stand_ins]
        places = {
            position: adapted.index(parameter)
            for position, parameter in enumerate(parameters)
            if parameter in adapted
        }
        if set(places.values()) != set(range(len(values))):
            raise ValueError("Not every value is a parameter of the SQL.")
        return Compiled(queryset, compiler, sql, tuple(parameters), places)


# Which statements each connection to PostgreSQL has planned.
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def planned_once(compiled: Compiled, connection: Any) -> str:
    """
    The statement that runs a plan which the connection keeps. (psycopg2 prepares
    nothing, and planning a page's joins took PostgreSQL longer than running them.)

    Only the values are arguments of the plan. What the queryset itself fixes stays in
    the text, where PostgreSQL sees its type and its partial indexes.
    """
    connection.ensure_connection()
    raw = connection.connection
    names = _planned.setdefault(raw, {})
    if compiled.sql not in names:
        name = f"prepared_{len(names)}"
        with raw.cursor() as cursor:
            marks = [
                AsIs(f"${compiled.places[position] + 1}")
                if position in compiled.places
                else parameter
                for position, parameter in enumerate(compiled.parameters)
            ]
            statement = cursor.mogrify(compiled.sql, marks).decode()
            cursor.execute(f"PREPARE {name} AS {statement}")
        names[compiled.sql] = name
    count = len(set(compiled.places.values()))
    arguments = f"({', '.join(['%s'] * count)})" if count else ""
    return f"EXECUTE {names[compiled.sql]}{arguments}"


@dataclass(frozen=True)
class Pages:
    """The first page is compiled once; those that few turn to, each time."""

    prepared: Prepared
    values: tuple[Any, ...]

    def __getitem__(self, rows: slice) -> list[Any]:
        if rows.start:
            return list(self.prepared.build(*self.values)[rows])
        return self.prepared._rows(self.values, rows.stop)


def _stand_in(value: Any, place: int) -> Any:
    match value:
        case datetime():
            return SOME_MOMENT + timedelta(microseconds=place + 1)
        case date():
            return SOME_DAY + timedelta(days=place + 1)
        case int():
            return SOME_NUMBER + place
        case str():
            return SOME_TEXT * (place + 1)
        case _:
            raise TypeError(f"{value!r} cannot be a value of a prepared queryset.")


def _adapted(value: Any, connection: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
