"""Keyrings on disk: they come back equal, belong to their owner, and broken ones say so without a secret."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tourplanner.booking.tickets import Key, Keyring, load_keyring, save_keyring
from tourplanner.errors import DataError

RING = Keyring("Làng nghề", (Key(3, bytes(range(32)), "revoked"), Key(4, bytes(32))))


def test_a_keyring_comes_back_equal_and_is_its_owners(tmp_path: Path) -> None:
    path = save_keyring(RING.rotated(), tmp_path / "keys.json")
    save_keyring(RING, path)
    assert load_keyring(path) == RING
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_keyring(RING, tmp_path / "keys.json")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        save_keyring(RING.rotated(), path)
    assert load_keyring(path) == RING
    assert list(tmp_path.iterdir()) == [path]


def keys(**changes: object) -> str:
    key = {"id": 1, "state": "signing", "secret": "ab" * 32} | changes
    return json.dumps({"office": "a", "keys": [key]})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "keyring-unreadable"),
        ("[]", "keyring-unreadable"),
        ("[" * 100_000, "keyring-unreadable"),
        (keys(state="good"), "keyring-unreadable"),
        (keys(id=True), "keyring-unreadable"),
        (keys(secret="xy"), "keyring-unreadable"),
        (keys(secret="abab"), "keyring-wrong"),
        (keys(id=300), "keyring-wrong"),
    ],
)
def test_a_broken_file_says_so(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        load_keyring(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "abab" not in str(caught.value)
