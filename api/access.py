"""Who may do what: API keys, users, and the sessions of the page."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from api.database import Database
from api.tables import keys, sessions, users

#: What a key or a user may do: read; upload and delete; correct and confirm; everything, keys and users too.
Scope = Literal["read", "write", "review", "admin"]
SCOPES: Final[tuple[Scope, ...]] = ("read", "write", "review", "admin")
#: A session of the page ends after a working day, used or not.
SESSION_SECONDS: Final = 12 * 3600
#: The shortest password that a user may have (ASVS 5.0, 6.2.1 asks for 8 and recommends 15).
PASSWORD_LENGTH: Final = 12
_NAME: Final = re.compile(r"[\w.@ -]{1,80}")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. `name` is shown and kept as the author of corrections; `owner` is what quotas and jobs are counted by.

    csrf: the token that a session's unsafe requests must carry; None where no cookie speaks for the sender."""

    kind: Literal["open", "key", "user"]
    name: str
    owner: str
    scopes: frozenset[str]
    csrf: str | None = None
    max_files: int | None = None
    max_bytes: int | None = None
    rate: int | None = None

    def may(self, scope: Scope) -> bool:
        """Whether this scope is held; admin holds all, and whoever may write or review may read."""
        return scope in self.scopes or "admin" in self.scopes or (scope == "read" and bool(self.scopes))


#: Whoever asks where no key is set and the service listens on this machine only.
OPEN: Final = Identity("open", "local", "local", frozenset(SCOPES))


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key, without what opens anything."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created: float
    revoked: float | None
    max_files: int | None
    max_bytes: int | None
    rate: int | None


class Access:
    """Keys, users and sessions in the service's tables. Raises ValueError for names and scopes that cannot be."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher()

    def empty(self) -> bool:
        """No key and no user has ever been made: the service may run open on this machine."""
        made = select(or_(select(keys.c.id).exists(), select(users.c.name).exists()))
        return not self._database.read(lambda c: c.scalar(made))

    def add_key(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        max_files: int | None = None,
        max_bytes: int | None = None,
        rate: int | None = None,
    ) -> tuple[str, str]:
        """A new key: its id, and the key itself, which is told this once and not kept."""
        key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        key = f"vyt_{key_id}_{secret}"
        row = {
            "id": key_id,
            "name": _checked_name(name),
            "digest": _digest(key),
            "scopes": _checked_scopes(scopes),
            "created": time.time(),
            "max_files": max_files,
            "max_bytes": max_bytes,
            "rate": rate,
        }
        self._database.write(lambda c: c.execute(insert(keys).values(row)))
        return key_id, key

    def all_keys(self) -> list[KeyRow]:
        """Every key, the oldest first."""
        rows = self._database.read(lambda c: c.execute(select(keys).order_by(keys.c.created)).all())
        return [
            KeyRow(r.id, r.name, tuple(r.scopes.split()), r.created, r.revoked, r.max_files, r.max_bytes, r.rate)
            for r in rows
        ]

    def revoke_key(self, key_id: str) -> bool:
        """The key opens nothing from now on; False where there is none, or none that still opens."""
        changed = update(keys).where(keys.c.id == key_id, keys.c.revoked.is_(None)).values(revoked=time.time())
        return self._database.write(lambda c: c.execute(changed).rowcount) == 1

    def by_key(self, key: str) -> Identity | None:
        """Whose key this is; None where it opens nothing."""
        found = select(keys).where(keys.c.digest == _digest(key), keys.c.revoked.is_(None))
        row = self._database.read(lambda c: c.execute(found).one_or_none())
        if row is None:
            return None
        return Identity(
            "key",
            row.name,
            f"key:{row.id}",
            frozenset(row.scopes.split()),
            None,
            row.max_files,
            row.max_bytes,
            row.rate,
        )

    def add_user(self, name: str, password: str, scopes: Iterable[str]) -> None:
        """A new user, or a new password and scopes for one there is; the user's sessions end."""
        if len(password) < PASSWORD_LENGTH:
            raise ValueError(f"a password has at least {PASSWORD_LENGTH} characters")
        name, held = _checked_name(name), _checked_scopes(scopes)
        row = {"password": self._hasher.hash(password), "scopes": held, "disabled": False}

        def put(connection: Connection) -> None:
            connection.execute(delete(sessions).where(sessions.c.user == name))
            if connection.execute(update(users).where(users.c.name == name).values(row)).rowcount == 0:
                connection.execute(insert(users).values(name=name, created=time.time(), **row))

        self._database.write(put)

    def all_users(self) -> list[tuple[str, tuple[str, ...], bool]]:
        """Name, scopes and whether the user may log in, by name."""
        rows = self._database.read(lambda c: c.execute(select(users).order_by(users.c.name)).all())
        return [(r.name, tuple(r.scopes.split()), not r.disabled) for r in rows]

    def disable_user(self, name: str) -> bool:
        """The user can no longer log in and is logged out everywhere; False where there is none."""

        def close(connection: Connection) -> bool:
            connection.execute(delete(sessions).where(sessions.c.user == name))
            return connection.execute(update(users).where(users.c.name == name).values(disabled=True)).rowcount == 1

        return self._database.write(close)

    def log_in(self, name: str, password: str) -> str | None:
        """The value of a new session's cookie; None where name and password do not belong together."""
        row = self._database.read(lambda c: c.execute(select(users).where(users.c.name == name)).one_or_none())
        if not self._right(row, password) or row is None or row.disabled:
            return None
        value, now = secrets.token_urlsafe(32), time.time()
        session = {
            "digest": _digest(value),
            "user": name,
            "csrf": secrets.token_urlsafe(32),
            "created": now,
            "expires": now + SESSION_SECONDS,
        }

        def begin(connection: Connection) -> None:
            connection.execute(delete(sessions).where(sessions.c.expires < now))
            connection.execute(insert(sessions).values(session))

        self._database.write(begin)
        return value

    def _right(self, row: Row[tuple[object, ...]] | None, password: str) -> bool:
        """Takes as long for a name that nobody has: how long an answer takes must not tell which names exist."""
        if row is None:
            self._hasher.hash(password)
            return False
        try:
            return bool(self._hasher.verify(row.password, password))
        except (VerificationError, InvalidHashError):
            return False

    def by_session(self, value: str) -> Identity | None:
        """Whose session this cookie's value opens; None where none."""
        found = (
            select(sessions.c.csrf, users.c.name, users.c.scopes)
            .join(users, users.c.name == sessions.c.user)
            .where(sessions.c.digest == _digest(value), sessions.c.expires > time.time(), users.c.disabled.is_(False))
        )
        row = self._database.read(lambda c: c.execute(found).one_or_none())
        if row is None:
            return None
        return Identity("user", row.name, f"user:{row.name}", frozenset(row.scopes.split()), row.csrf)

    def log_out(self, value: str) -> None:
        """The session is over."""
        ended = or_(sessions.c.digest == _digest(value), sessions.c.expires < time.time())
        self._database.write(lambda c: c.execute(delete(sessions).where(ended)))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a name has 1 to 80 letters, digits, spaces and . @ - _")
    if name.strip().casefold() == OPEN.name:
        raise ValueError(f"the name {OPEN.name} is kept for whoever works here without logging in: take another")
    return name


def _checked_scopes(scopes: Iterable[str]) -> str:
    given = set(scopes)
    if not given or not given <= set(SCOPES):
        raise ValueError(f"scopes are some of {', '.join(SCOPES)}")
    return " ".join(s for s in SCOPES if s in given)
