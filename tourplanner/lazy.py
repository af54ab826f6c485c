"""Names that load their module on first use (PEP 562), so that importing a room costs next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """
    A package's ``__getattr__`` and ``__dir__``; the latter adds ``__all__`` to what is loaded.

    Parameters
    ----------
    package
        The package's ``__name__``.
    homes
        For each public name the module it lives in, relative to the package.
    """

    def getattribute(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    def listing() -> list[str]:
        names = vars(sys.modules[package])
        return sorted({*names, *names["__all__"]})

    return getattribute, listing
