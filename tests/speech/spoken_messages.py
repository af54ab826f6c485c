"""What the package says: every message written out in the source, found by reading it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tourplanner

PACKAGE = Path(tourplanner.__file__).parent
Message = tuple[str, ...]
"""A message, or its singular and plural."""


def said() -> dict[Message, str]:
    """Every message with one place where it is said."""
    found: dict[Message, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "speech" in source or path.is_relative_to(PACKAGE / "speech"):
            where = path.relative_to(PACKAGE).as_posix()
            found |= {message: f"{where}:{line}" for message, line in _said_in(ast.parse(source)) if message}
    return found


def _said_in(tree: ast.AST) -> Iterator[tuple[Message, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            count = {"say": 1, "message": 1, "many": 2}.get(name, 0)
            texts = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)]
            if count and len(texts) == count and all(isinstance(text, str) for text in texts):
                yield tuple(texts), node.lineno
