"""A package as if it were not installed."""

from __future__ import annotations

import builtins
import sys

import pytest


def hide(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test ends, importing the package fails as it does where it is missing."""
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.split(".")[0] == package:
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, package, raising=False)
