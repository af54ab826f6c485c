"""
Exit codes, and errors in the operator's words.

0 done; 1 a fault of the library itself; 2 wrong usage or bad data; 3 nothing satisfies what was asked; 4 a programme
that was checked has errors; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from tourplanner.cli.options import parser
from tourplanner.errors import InfeasibleError, JudgeError, TourplannerError, UnavailableError

DONE, FAULT, USAGE, INFEASIBLE, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    argv
        The words after ``tourplanner``; those of the process by default.

    Returns
    -------
    int
        The exit code.
    """
    speak_utf8(sys.stdout, sys.stderr)
    try:
        args = parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _close_quietly(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        print("\ninterrupted" + ("" if args.written else "; nothing was written"), file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        code, message = reported(error)
        print(f"tourplanner: {message}", file=sys.stderr)
        return code


def reported(error: Exception) -> tuple[int, str]:
    """The exit code and the message for an error that is not a surprise; raises it again if it is."""
    from pydantic import ValidationError

    if isinstance(error, JudgeError):
        return FAULT, str(error)
    if isinstance(error, InfeasibleError):
        missing = [demand for demand in error.conflict if demand not in str(error)]
        return INFEASIBLE, "\n  ".join([str(error), *missing])
    if isinstance(error, UnavailableError):
        return INFEASIBLE, str(error)
    if isinstance(error, ValidationError):
        return USAGE, "\n  ".join(["what was asked for cannot be:", *_faults(error)])
    if isinstance(error, TourplannerError | OSError):
        return USAGE, str(error)
    raise error


def _faults(error: Exception) -> list[str]:
    """A pydantic error line by line: the field, what is wrong, what was given."""
    from pydantic import ValidationError

    assert isinstance(error, ValidationError)
    lines = []
    for fault in error.errors(include_url=False):
        where = " ".join(str(part) for part in fault["loc"]).replace("_", " ")
        message = fault["msg"].removeprefix("Value error, ").replace("Input should be", "should be")
        if where:
            lines.append(f"{where}: {message}, not {fault['input']!r}")
        else:
            lines += message.split("; ")
    return lines


def speak_utf8(*streams: TextIO) -> None:
    """Vietnamese must not end in an error: UTF-8 into files and pipes, question marks on a terminal without it."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8", errors="replace")


def _close_quietly(stream: TextIO) -> None:
    """Nobody reads any more: let the flush at exit go nowhere (as the Python manual advises for SIGPIPE)."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
