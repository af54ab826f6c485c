"""What to say where a package is missing that only some need."""

from __future__ import annotations


def missing(what: str, extra: str) -> ModuleNotFoundError:
    """The error of a job whose package comes with an extra: what cannot be done, and the command that mends it."""
    return ModuleNotFoundError(f'{what} needs one more package: pip install "tourplanner[{extra}]"')
