"""Where a store is: a file, or a lake (PostgreSQL catalogue and data path). Text in, values out.

A lake is written `ducklake:postgres:` and then what libpq takes: `host=… port=… dbname=…` or a URL
`postgresql://user@host:port/dbname`. Its data path is a folder or `s3://bucket/prefix`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from indicators.store.errors import BadPlace

PREFIX = "ducklake:"
_CATALOG = "ducklake:postgres:"
_KEYWORDS = frozenset(
    ("host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "options",
     "application_name", "connect_timeout", "client_encoding", "keepalives", "keepalives_idle",
     "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslmode", "sslcert", "sslkey",
     "sslrootcert", "sslpassword", "sslcrl", "sslcrldir", "sslsni", "ssl_min_protocol_version",
     "ssl_max_protocol_version", "channel_binding", "gssencmode", "krbsrvname", "require_auth",
     "requirepeer", "target_session_attrs", "load_balance_hosts")
)  # fmt: skip
_PAIR = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)(?=\s|$)")
_SECRET = frozenset(("password", "sslpassword"))


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake: libpq's keywords for its catalogue, and where its data lie (None: as the catalogue says)."""

    keywords: tuple[tuple[str, str], ...]
    data: str | None = None

    @property
    def conninfo(self) -> str:
        """The catalogue in libpq's keyword form, a password with it."""
        return " ".join(f"{name}={_quoted(value)}" for name, value in self.keywords)

    @property
    def secrets(self) -> tuple[tuple[str, str], ...]:
        """The keywords that nobody may see."""
        return tuple(pair for pair in self.keywords if pair[0] in _SECRET)

    @property
    def shown(self) -> str:
        """The place as it may be shown and written down: without a password."""
        return _CATALOG + replace(self, keywords=self._open()).conninfo

    @property
    def digest(self) -> str:
        """The same for every way of writing one catalogue's host, port and database."""
        known = dict(self.keywords)
        host = known.get("host") or known.get("hostaddr", "")
        named = (host, known.get("port", "5432"), known.get("dbname", ""), known.get("service", ""))
        return hashlib.sha256("\0".join(named).encode()).hexdigest()[:12]

    @property
    def name(self) -> str:
        """A short name for files about this lake: the database's, and the digest."""
        base = re.sub(r"[^\w-]", "_", dict(self.keywords).get("dbname", ""))
        return f"{base or 'lake'}-{self.digest}"

    def _open(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.keywords if pair[0] not in _SECRET)

    def with_secrets(self, secrets: tuple[tuple[str, str], ...]) -> Lake:
        """The same lake with secrets known from elsewhere; its own go before them."""
        return self if self.secrets else replace(self, keywords=(*self.keywords, *secrets))


def is_lake(text: str) -> bool:
    """Whether a place's text means a lake."""
    return text.startswith(PREFIX)


def lake_of(text: str, data: str | None = None) -> Lake:
    """The lake that a place's text means. Raises BadPlace with a sentence.

    A URL whose slashes a path swallowed (`postgresql:/host`) is understood as well.
    """
    if not text.startswith(_CATALOG):
        raise BadPlace("store_place_kind", shown=_masked(text))
    catalog = text[len(_CATALOG) :].strip()
    url = re.match(r"postgres(?:ql)?:/+", catalog)
    keywords = _of_url(catalog[url.end() :]) if url else _of_pairs(catalog)
    unknown = sorted(name for name in keywords if name not in _KEYWORDS)
    if unknown:
        raise BadPlace("store_place_keyword", keyword="、".join(unknown))
    if not keywords.get("dbname") and not keywords.get("service"):
        raise BadPlace("store_place_database")
    return Lake(tuple(keywords.items()), _data_path(data) if data else None)


def _of_pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text.rstrip()):
        pair = _PAIR.match(text, at)
        if pair is None:
            raise BadPlace("store_place_form", shown=_masked(text))
        value = pair[2][1:-1] if pair[2].startswith("'") else pair[2]
        found[pair[1]] = re.sub(r"\\(.)", r"\1", value)
        at = pair.end()
    return found


def _of_url(rest: str) -> dict[str, str]:
    try:
        parts = urlsplit("postgresql://" + rest)
        named = {
            "host": parts.hostname or "",
            "port": str(parts.port or ""),
            "dbname": unquote(parts.path.lstrip("/")),
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
        }
    except ValueError as error:
        raise BadPlace("store_place_form", shown="postgresql://…") from error
    return {name: value for name, value in named.items() if value} | dict(parse_qsl(parts.query))


def _data_path(text: str) -> str:
    """A data path as DuckLake takes it: with a slash at its end."""
    if re.fullmatch(r"s3://[^/\s]+(/.*)?", text):
        return text.rstrip("/") + "/"
    path = Path(text).expanduser()
    if "://" in text or not path.is_absolute():
        raise BadPlace("store_place_data", shown=text)
    return path.as_posix().rstrip("/") + "/"


def _quoted(value: str) -> str:
    """A value as libpq's keyword form takes it."""
    if value and re.fullmatch(r"[^\s'\\]+", value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _masked(text: str) -> str:
    """A text without what may be a password in it."""
    hidden = re.sub(r"(password\s*=\s*)('[^']*'?|\S+)", r"\1…", text)
    return re.sub(r"(:/+[^:/@\s]*:)[^@\s]*@", r"\1…@", hidden)
