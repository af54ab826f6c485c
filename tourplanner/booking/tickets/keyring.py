"""The keys an office signs with: one signs, older ones still read, revoked ones are named and refused."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from tourplanner.errors import GoalError

KeyState = Literal["signing", "reading", "revoked"]
RandomBytes = Callable[[int], bytes]
"""Called with a number of bytes; gives that many nobody can guess."""

SECRET_BYTES = 32
MOST_KEYS = 256


@dataclass(frozen=True, slots=True)
class Key:
    """A secret under an id from 0 to 255. The secret is never shown."""

    id: int
    secret: bytes = field(repr=False)
    state: KeyState = "signing"

    def __post_init__(self) -> None:
        if not 0 <= self.id < MOST_KEYS:
            raise GoalError(f"key id {self.id}: give one from 0 to {MOST_KEYS - 1}")
        if len(self.secret) < SECRET_BYTES:
            raise GoalError(f"key {self.id} has {len(self.secret)} bytes; give at least {SECRET_BYTES} random ones")


@dataclass(frozen=True, slots=True)
class Keyring:
    """
    The keys of one office. ``office`` is signed along, so that no other office's tickets are read, even under the
    same key. At most one key signs.

    Raises
    ------
    GoalError
        If ids repeat, several keys sign, or the office has no name.
    """

    office: str
    keys: tuple[Key, ...]

    def __post_init__(self) -> None:
        ids = [key.id for key in self.keys]
        if not self.office.strip():
            raise GoalError("a keyring needs the office's name")
        if len(set(ids)) < len(ids):
            raise GoalError(f"keys share an id: {', '.join(map(str, sorted({id for id in ids if ids.count(id) > 1})))}")
        if sum(key.state == "signing" for key in self.keys) > 1:
            raise GoalError("several keys sign; leave one signing and let the others read")

    @classmethod
    def new(cls, office: str, *, random: RandomBytes = secrets.token_bytes) -> Keyring:
        """A keyring with one fresh key."""
        return cls(office, (Key(0, random(SECRET_BYTES)),))

    @property
    def signing(self) -> Key:
        """
        The key that signs.

        Raises
        ------
        GoalError
            If none does, as after the signing key was revoked.
        """
        for key in self.keys:
            if key.state == "signing":
                return key
        raise GoalError(f"no key of {self.office} signs; rotate the keyring first")

    def key(self, id: int) -> Key | None:
        """The key with this id, None if there is none."""
        return next((key for key in self.keys if key.id == id), None)

    def rotated(self, *, random: RandomBytes = secrets.token_bytes) -> Keyring:
        """A fresh key signs, the one before still reads. Ids are never used twice while their keys are kept."""
        taken = {key.id for key in self.keys}
        after = max(taken, default=-1) + 1
        free = [id % MOST_KEYS for id in range(after, after + MOST_KEYS) if id % MOST_KEYS not in taken]
        if not free:
            raise GoalError(f"all {MOST_KEYS} key ids are taken; drop keys whose tickets are all past")
        old = tuple(replace(key, state="reading") if key.state == "signing" else key for key in self.keys)
        return Keyring(self.office, (*old, Key(free[0], random(SECRET_BYTES))))

    def revoked(self, id: int) -> Keyring:
        """Everything signed with this key is refused from now on, as when it has leaked."""
        self._known(id)
        changed = (replace(key, state="revoked") if key.id == id else key for key in self.keys)
        return Keyring(self.office, tuple(changed))

    def without(self, id: int) -> Keyring:
        """A key is forgotten, as when all its tickets are past. What it signed is then of an unknown key."""
        self._known(id)
        return Keyring(self.office, tuple(key for key in self.keys if key.id != id))

    def _known(self, id: int) -> None:
        if self.key(id) is None:
            known = ", ".join(str(key.id) for key in self.keys) or "none"
            raise GoalError(f"there is no key {id} in the keyring; there are: {known}")
