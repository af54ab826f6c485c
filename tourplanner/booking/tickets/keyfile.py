"""A keyring as a file that only its owner may read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, cast, get_args

from tourplanner.booking.tickets.keyring import Key, Keyring, KeyState
from tourplanner.errors import DataError, GoalError, Problem


def save_keyring(keyring: Keyring, path: str | os.PathLike[str]) -> Path:
    """Write the keys, readable by the file's owner alone, whole or not at all. Keep the file apart from the ledger."""
    target = Path(path)
    keys = [{"id": key.id, "state": key.state, "secret": key.secret.hex()} for key in keyring.keys]
    text = json.dumps({"office": keyring.office, "keys": keys}, ensure_ascii=False, indent=1)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        # Made with these rights, not given them afterwards: no moment in which others can read it.
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def load_keyring(path: str | os.PathLike[str]) -> Keyring:
    """
    The keyring in a file.

    Raises
    ------
    DataError
        If it is not one; the error shows no secret.
    """
    name = Path(path).name
    try:
        data = json.loads(Path(path).read_bytes())
        return Keyring(str(data["office"]), tuple(_key(each) for each in data["keys"]))
    except GoalError as error:
        problem = Problem(name, None, "keys", "", "keyring-wrong", str(error), "restore the file from a copy")
    except (ValueError, KeyError, TypeError, RecursionError):
        fix = "restore the file from a copy, or make a new keyring and issue the tickets again"
        problem = Problem(name, None, "", "", "keyring-unreadable", "this is no keyring", fix)
    raise DataError([problem])


def _key(data: Any) -> Key:
    if data["state"] not in get_args(KeyState) or type(data["id"]) is not int:
        raise ValueError
    return Key(data["id"], bytes.fromhex(data["secret"]), cast(KeyState, data["state"]))
