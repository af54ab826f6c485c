"""From the bytes of a file to its written values, or every fault of form at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from tourplanner.errors import DataError, Problem
from tourplanner.programme.routes.written import WrittenPortfolio, WrittenTour

Written = TypeVar("Written", WrittenPortfolio, WrittenTour)
TOUR, PORTFOLIO = "tourplanner/route@", "tourplanner/portfolio@1"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_VALUE = 60


def parsed(source: str | Path, kind: type[Written]) -> Written:
    """
    The written values of a file.

    Raises
    ------
    DataError
        If it is not there, not JSON, of another schema, or not as the schema says: every place at once.
    """
    raw, document = _loaded(Path(source))
    name = Path(source).name
    _schema_known(name, document, kind)
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        raise DataError(_problem(name, each, document) for each in error.errors()) from None


def schema_of(source: str | Path) -> str:
    """The schema that a file says it follows, "" if it says none; errors as ``parsed``."""
    document = _loaded(Path(source))[1]
    return str(document.get("schema", "")) if isinstance(document, dict) else ""


def _loaded(path: Path) -> tuple[bytes, Any]:
    """A file's bytes and the JSON in them."""
    try:
        raw = path.read_bytes().removeprefix(BYTE_ORDER_MARK)
        return raw, from_json(raw)
    except OSError as error:
        why = error.strerror or "cannot be read"
        raise DataError([Problem(str(path), None, "", "", "file-unread", why, "name a routes.json")]) from None
    except ValueError as error:
        fix = "write the routes again: tourplanner routes"
        raise DataError([Problem(str(path), None, "", "", "not-json", f"is not JSON: {error}", fix)]) from None


def _schema_known(file: str, document: Any, kind: type[BaseModel]) -> None:
    asked = kind.model_fields["schema_name"].annotation
    wanted = asked.__args__[0]  # type: ignore[union-attr]
    found = document.get("schema") if isinstance(document, dict) else None
    if found != wanted:
        fix = f"this reads {wanted!r}; " + _other(found)
        raise DataError([Problem(file, None, "schema", str(found or ""), "schema-unknown", "is not read here", fix)])


def _other(found: object) -> str:
    """What to do with a file of another kind."""
    if str(found).startswith(TOUR):
        return "one tour is read by read_route"
    if str(found).startswith(PORTFOLIO):
        return "a set of routes is read by read_routes"
    return "read it with the version of tourplanner that wrote it, or write the routes again"


def _problem(file: str, error: Any, document: Any) -> Problem:
    where, value = "", document
    for step in error["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else step
        value = _inside(value, step)
    shown = "" if isinstance(value, dict | list) or value is None else str(value)[:LONGEST_VALUE]
    return Problem(file, None, where, shown, "not-as-the-schema", error["msg"], "see docs/reference/portfolio-json.md")


def _inside(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
