"""`OPENKAP_DATABASE_URL`: what each form means, and the sentence for each that cannot be read."""

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from openkap.project.database_url import Address, parse_database_url
from openkap.terms.refusal import BadInput

# URL → name, user, host, port, password
READ = {
    "postgresql://kap:pw@db.example.org:6543/clinic": ("clinic", "kap", "db.example.org", "6543", "pw"),
    "postgres://kap@db.example.org/clinic": ("clinic", "kap", "db.example.org", "5432", None),
    "postgresql://kap:a%40b%2Fc%3Ad%25@db/clinic": ("clinic", "kap", "db", "5432", "a@b/c:d%"),
    "postgresql://kap:a:b?c#d@db/clinic": ("clinic", "kap", "db", "5432", "a:b?c#d"),
    "postgresql://ka%70@db/cl%C3%AFnic": ("clïnic", "kap", "db", "5432", None),
    "postgresql://kap:pw@[::1]:5433/clinic": ("clinic", "kap", "::1", "5433", "pw"),
    "postgresql://kap@/clinic?host=/run/postgresql": ("clinic", "kap", "/run/postgresql", "5432", None),
    "postgresql://kap@%2Frun%2Fpostgresql:5433/clinic": ("clinic", "kap", "/run/postgresql", "5433", None),
    "postgresql:///clinic?host=/run/postgresql&user=kap&port=5433": ("clinic", "kap", "/run/postgresql", "5433", None),
    "postgresql://kap@one:5432,two:5433/clinic?target_session_attrs=read-write": (
        "clinic",
        "kap",
        "one,two",
        "5432,5433",
        None,
    ),
}

# URL with the secret "hunter2" somewhere → words of the sentence
REFUSED = {
    "hunter2": "Begin it with postgresql://",
    "mysql://kap:hunter2@db/clinic": "Begin it with postgresql://",
    "postgresql://": "Name the host",
    "postgresql:///clinic": "Name the host",
    "postgresql://kap:hunter2@db": "Name the database",
    "postgresql://kap:hunter2@db/": "Name the database",
    "postgresql://db/clinic?password=hunter2": "Name the user",
    "postgresql://:hunter2@db/clinic": "Name the user",
    "postgresql://kap:hun@ter2@db/clinic": "Write @ as %40",
    "postgresql://kap:hunter2/x@db/clinic": "Write @ as %40",
    "postgresql://kap:hunter2%@db/clinic": "write % itself as %25",
    "postgresql://kap:hunter2%zz@db/clinic": "write % itself as %25",
    "postgresql://kap:hunter2%00@db/clinic": "write % itself as %25",
    "postgresql://kap:hunter2@db:port/clinic": "The port is a number",
    "postgresql://kap:hunter2@db:0/clinic": "The port is a number",
    "postgresql://kap:hunter2@db:65536/clinic": "The port is a number",
    "postgresql://kap:hunter2@db:-1/clinic": "The port is a number",
    "postgresql://kap:hunter2@db:٥٤٣٢/clinic": "The port is a number",
    "postgresql://kap:hunter2@db/clinic?sslmode=perhaps": "sslmode is one of",
    "postgresql://kap:hunter2@db/clinic?hunter2=1": "only parameters that PostgreSQL knows",
    "postgresql://kap:hunter2@db/clinic?hunter2": "only parameters that PostgreSQL knows",
    "postgresql://kap:hunter2@[::1/clinic": "It cannot be read",
}


@pytest.mark.parametrize(("url", "parts"), READ.items())
def test_means_what_libpq_means(url: str, parts: tuple[str, str, str, str, str | None]) -> None:
    address = parse_database_url(url)
    assert (address.name, address.user, address.host, address.port, address.password) == parts


@pytest.mark.parametrize(("url", "words"), REFUSED.items())
def test_what_cannot_be_read_is_a_sentence_without_the_password(url: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_database_url(url)
    assert refused.value.field == "OPENKAP_DATABASE_URL"
    assert words in refused.value.message
    assert "hunter2" not in refused.value.message
    assert refused.value.__cause__ is None
    assert refused.value.message.endswith(".")


def test_django_gets_every_part() -> None:
    address = parse_database_url("postgresql://kap:pw@db:6543/clinic?sslmode=verify-full&sslrootcert=/ca.pem")
    assert address.django() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "clinic",
        "USER": "kap",
        "PASSWORD": "pw",
        "HOST": "db",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "connect_timeout": "10"},
    }


def test_the_password_stays_out_of_what_people_see() -> None:
    address = parse_database_url("postgresql://kap:hunter2@db/clinic")
    assert "hunter2" not in repr(address) + str(address) + address.spoken()


_text = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1, max_size=20)


@given(user=_text, password=_text, name=_text.filter(lambda name: "@" not in name))
@example(user="a b", password="p@ss/w:rd?#%&=+ '\\", name="clinic")
def test_any_password_survives_the_round_trip(user: str, password: str, name: str) -> None:
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db/{quote(name, safe='')}"
    address = parse_database_url(url)
    assert (address.user, address.password, address.name) == (user, password, name)
    assert parse_database_url(address.url()) == address
    by_keyword = conninfo_to_dict(address.dsn())
    assert (by_keyword["user"], by_keyword["password"], by_keyword["dbname"]) == (user, password, name)


@given(st.text(max_size=40), st.text(min_size=6, max_size=12, alphabet="abcXYZ@/:?#%&=["))
def test_nothing_given_is_ever_echoed(noise: str, secret: str) -> None:
    for url in (f"postgresql://kap:{secret}@{noise}", f"postgresql://{noise}:{secret}@db/x", f"{noise}{secret}"):
        said = ""
        try:
            parse_database_url(url)
        except BadInput as refused:
            said = refused.message
        assert secret not in said


def test_an_address_without_password_says_so_to_libpq() -> None:
    address = Address(name="n", user="u", host="/run/x")
    assert "password" not in conninfo_to_dict(address.dsn())
    assert parse_database_url(address.url()).password is None
