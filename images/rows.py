"""
Rows of another table as one value of a row, so that a short list costs no query.

`Prepared` saves what making a query costs; this saves asking. It is for lists that are
short by their nature: the genres of a show, the sections of the site.
"""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import JSONField, Model, QuerySet, Subquery

Row = TypeVar("Row", bound=Model)


class Rows(Subquery):
    """
    A list of rows, each a list of the columns that are named, in the queryset's order:

        Show.objects.annotate(genre_rows=Rows(of_this_show, "name", "slug"))

    Numbers and texts come as they are; JSON knows no days, and SQLite no truth and no
    JSON within JSON. `built` makes rows of a model of them again.
    """

    LISTS = {
        "postgresql": ("jsonb_build_array", "COALESCE(jsonb_agg({row}), '[]'::jsonb)"),
        "sqlite": ("json_array", "json_group_array({row})"),
    }

    def __init__(self, queryset: QuerySet, *columns: str) -> None:
        super().__init__(queryset.values_list(*columns), output_field=JSONField())
        self.columns = columns

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        template: str | None = None,
        **context: Any,
    ) -> tuple[str, Any]:
        row, rows = self.LISTS[connection.vendor]
        quoted = ", ".join(map(connection.ops.quote_name, self.columns))
        every = rows.format(row=f"{row}({quoted})")
        # The columns are named by code.
        template = f"(SELECT {every} FROM (%(subquery)s) AS listed)"  # noqa: S608
        return super().as_sql(compiler, connection, template, **context)


def built(model: type[Row], columns: Sequence[str], values: Sequence[Any]) -> Row:
    """A row of a model, with these columns only, as if it had been asked for."""
    read = {}
    for name, value in zip(columns, values, strict=True):
        field: Any = model._meta.get_field(name)
        if isinstance(field, JSONField) and isinstance(value, str):
            value = json.loads(value)
        read[field.attname] = field.to_python(value)
    return model(**read)
