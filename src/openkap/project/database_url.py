"""Where the database is: read from `OPENKAP_DATABASE_URL`, written as Django and psycopg want it.

The address is read by libpq's own parser, so that it means here what it means to psql. Nothing of it is ever quoted in
a sentence: a password with an unescaped `@` or `/` turns up in any part.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from openkap.terms.refusal import BadInput

__all__ = ["FIELD", "Address", "parse_database_url"]

FIELD = "OPENKAP_DATABASE_URL"
_EXAMPLE = "postgresql://openkap:password@db.example.org:5432/openkap?sslmode=verify-full"
# https://www.postgresql.org/docs/18/libpq-ssl.html#LIBPQ-SSL-PROTECTION
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_CONNECT_SECONDS = "10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A PostgreSQL database and who connects to it. `host` is a name, an address or the folder of a Unix socket.

    `options` are further libpq parameters (sslmode, sslrootcert, …).
    """

    name: str
    user: str
    host: str
    port: str = "5432"
    password: str | None = field(default=None, repr=False)
    options: tuple[tuple[str, str], ...] = ()

    def django(self) -> dict[str, object]:
        """One entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password or "",
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }

    def dsn(self) -> str:
        """A libpq connection string, for a connection of one's own (LISTEN, COPY, pg_dump). Holds the password."""
        return make_conninfo(
            "", host=self.host, port=self.port, dbname=self.name, user=self.user, password=self.password, **self._rest()
        )

    def url(self) -> str:
        """The same as an `OPENKAP_DATABASE_URL`. Holds the password."""
        secret = "" if self.password is None else f":{quote(self.password, safe='')}"
        query = urlencode({"host": self.host, "port": self.port, **self._rest()}, quote_via=quote, safe="")
        return f"postgresql://{quote(self.user, safe='')}{secret}@/{quote(self.name, safe='')}?{query}"

    def spoken(self) -> str:
        """For people: which database, without a secret."""
        place = f"{self.host} (socket)" if self.host.startswith("/") else f"{self.host}, port {self.port}"
        return f'database "{self.name}" at {place}'

    def _rest(self) -> dict[str, str]:
        return dict(self.options)


def parse_database_url(text: str) -> Address:
    """The address in a URL of the form `postgresql://user:password@host:port/name?sslmode=…`.

    A socket's folder stands as `?host=/run/postgresql`. Raises BadInput, which never quotes what was given.

    >>> parse_database_url("postgres://kap:s%40t@db.example.org/clinic").spoken()
    'database "clinic" at db.example.org, port 5432'
    """
    if not text.startswith(("postgresql://", "postgres://")):
        raise BadInput(FIELD, f"Begin it with postgresql://, for example {_EXAMPLE}.")
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(text).items() if value not in (None, "")}
    except (psycopg.ProgrammingError, UnicodeError) as error:
        raise BadInput(FIELD, _why_not_read(str(error))) from None
    host = parts.pop("host", parts.get("hostaddr", ""))
    name, user = parts.pop("dbname", ""), parts.pop("user", "")
    port, password = parts.pop("port", "5432"), parts.pop("password", None)
    if "@" in host or "@" in name:
        raise BadInput(FIELD, "Write @ as %40, / as %2F and : as %3A inside the user name and the password.")
    if not host:
        raise BadInput(FIELD, "Name the host after the @, or the socket's folder as ?host=/run/postgresql.")
    if not name:
        raise BadInput(FIELD, f"Name the database after the host, for example {_EXAMPLE}.")
    if not user:
        raise BadInput(FIELD, f"Name the user before the @, for example {_EXAMPLE}.")
    for number in port.split(","):
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= 65535):
            raise BadInput(FIELD, "The port is a number from 1 to 65535; leave it out for 5432.")
    if parts.get("sslmode", "prefer") not in _SSL_MODES:
        raise BadInput(FIELD, f"sslmode is one of {', '.join(_SSL_MODES)}.")
    parts.setdefault("connect_timeout", _CONNECT_SECONDS)
    return Address(name=name, user=user, host=host, port=port, password=password, options=tuple(sorted(parts.items())))


def _why_not_read(problem: str) -> str:
    if "percent" in problem:
        return "A % must be followed by two hexadecimal digits; write % itself as %25."
    if "query parameter" in problem or "separator" in problem:
        return "After the ? stand only parameters that PostgreSQL knows, such as sslmode=require, joined by &."
    return f"It cannot be read. Write it like {_EXAMPLE}."
