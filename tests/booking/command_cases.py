"""Commands of the desk as somebody types them, with what they said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Run = Callable[..., "Done"]


class Done:
    """A command with its exit code and what it said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> Any:
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)

    def refused(self, code: int = 2) -> str:
        assert (self.code, self.out) == (code, "")
        assert "Traceback" not in self.err
        return self.err
