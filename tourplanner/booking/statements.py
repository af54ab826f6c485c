"""
Statements that are made once and run with other values each time.

SQLAlchemy takes three times as long to make a statement as to run it; a hold needs six.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, Table, Update, bindparam, insert, select

FEW = 20
"""Up to so many values each has a place of its own in the statement; more are spread out anew each time."""


def chunks(values: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Parts short enough for one statement."""
    return (values[i : i + size] for i in range(0, len(values), size))


def among(column: ColumnElement[str], count: int) -> ColumnElement[bool]:
    """Whether a column is one of ``count`` values, which ``given`` names when the statement is run."""
    if count > FEW:
        return column.in_(bindparam("ids", type_=column.type, expanding=True))
    return column.in_([bindparam(f"id{place}", type_=column.type) for place in range(count)])


def given(ids: Sequence[str]) -> dict[str, Any]:
    """The values of a statement made by ``among`` of as many."""
    return {"ids": list(ids)} if len(ids) > FEW else {f"id{place}": id for place, id in enumerate(ids)}


def kind(count: int) -> int:
    """Statements of ``count`` values are made alike if this is the same."""
    return min(count, FEW + 1)


@cache
def rows_of(table: Table, column: str, count: int) -> Select[Any]:
    """The rows with one of ``count`` values in a column, in the order of their keys. ``count`` is a ``kind``."""
    return select(table).where(among(table.c[column], count)).order_by(*table.primary_key)


@cache
def inserted(table: Table) -> Insert:
    """An insert of whole rows that asks for nothing back."""
    return insert(table).inline()


@cache
def swapped(table: Table, changed: tuple[str, ...]) -> Update:
    """
    An update of some columns of one row, if they are as they were.

    Run with the columns of the key and ``changed``, those of before as ``old_…`` and of after as ``new_…``.
    """
    columns = [table.c[name] for name in changed]
    its = [column == bindparam(f"old_{column.name}") for column in table.primary_key]
    unchanged = [each.is_not_distinct_from(bindparam(f"old_{each.name}", type_=each.type)) for each in columns]
    return table.update().where(*its, *unchanged).values({name: bindparam(f"new_{name}") for name in changed})


def swap(key: Mapping[str, Any], old: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of ``swapped``."""
    return (
        {f"old_{name}": value for name, value in key.items()}
        | {f"old_{name}": old[name] for name in changed}
        | {f"new_{name}": value for name, value in changed.items()}
    )
