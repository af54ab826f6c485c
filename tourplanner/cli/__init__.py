"""The command line: parse, call, print, exit code."""

from tourplanner.cli.main import main

__all__ = ["main"]
