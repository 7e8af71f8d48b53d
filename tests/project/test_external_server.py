"""A PostgreSQL run by others: one that cannot be reached or trusted is a sentence, and no secret stands in it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from tests.support.clusters import PASSWORD, ExternalServer

from openkap.project.connection_faults import explain_connection
from openkap.project.database import ensure_database, leave_database, uses_embedded
from openkap.project.database_check import ServerFacts, faults, read_facts, require_safe
from openkap.project.database_url import parse_database_url
from openkap.project.main import main
from openkap.project.port import free_port
from openkap.terms.refusal import Refusal, RuleRefusal

SECRET = "correct-horse-staple"


def refusal_of(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sentence; nothing of the password may stand in it, nor in what led to it."""
    monkeypatch.setenv("OPENKAP_DATABASE_URL", url)
    with pytest.raises(Refusal) as refused:
        ensure_database()
    for told in (refused.value.message, repr(refused.value), *getattr(refused.value, "reasons", ())):
        assert SECRET not in told
        assert PASSWORD not in told
    assert refused.value.__cause__ is None
    return refused.value.message


def test_one_that_is_well(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENKAP_DATABASE_URL", server.url())
    settings = ensure_database()
    assert settings["PASSWORD"] == PASSWORD
    assert not uses_embedded()
    assert leave_database() is False
    read_facts(parse_database_url(server.url()))


def test_wrong_password(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal_of(server.url(password=SECRET), monkeypatch)
    assert message == (
        f'The database "openkap" at 127.0.0.1, port {server.port} cannot be reached. '
        "The password (or the user) in OPENKAP_DATABASE_URL is not the server's."
    )


def test_no_password(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://openkap@127.0.0.1:{server.port}/openkap"
    assert "asks for a password" in refusal_of(url, monkeypatch)


def test_unknown_user(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The server does not tell an unknown user from a wrong password, and rightly so.
    assert "(or the user)" in refusal_of(server.url(user="stranger"), monkeypatch)


def test_unknown_database(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "has no such database" in refusal_of(server.url(name="elsewhere"), monkeypatch)


def test_a_user_without_login(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.administer(f"CREATE ROLE sleeper NOLOGIN PASSWORD '{SECRET}'")
    try:
        assert "may not log in" in refusal_of(server.url(user="sleeper", password=SECRET), monkeypatch)
    finally:
        server.administer("DROP ROLE sleeper")


def test_encryption_that_the_server_does_not_offer(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "offers no encryption" in refusal_of(server.url(query="?sslmode=require"), monkeypatch)


def test_no_connection_left(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.administer("ALTER ROLE openkap CONNECTION LIMIT 1")
    try:
        with psycopg.connect(server.url()):
            assert "has no connection left" in refusal_of(server.url(), monkeypatch)
    finally:
        server.administer("ALTER ROLE openkap CONNECTION LIMIT -1")


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://kap:{SECRET}@127.0.0.1:{free_port()}/clinic"
    assert "No PostgreSQL answers there: check host and port" in refusal_of(url, monkeypatch)


def test_no_socket(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://kap:{SECRET}@/clinic?host={server.folder.path}"
    message = refusal_of(url, monkeypatch)
    assert f"at {server.folder.path} (socket)" in message
    assert "check the socket's folder and port" in message


def test_no_such_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://kap:{SECRET}@no-such-machine.invalid/clinic"
    assert "No machine of that name is known" in refusal_of(url, monkeypatch)


@contextmanager
def something_else(answer: bytes | None) -> Iterator[int]:
    """A program at a port that is no PostgreSQL: it says `answer` and hangs up, or for None says nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        open_ended = threading.Event()

        def talk() -> None:
            while not open_ended.is_set():
                try:
                    guest, _ = listener.accept()
                except OSError:
                    return
                with guest:
                    guest.recv(100)
                    if answer is None:
                        open_ended.wait()
                    else:
                        guest.sendall(answer)

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            open_ended.set()
            socket.create_connection(listener.getsockname()).close()
            thread.join()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n"])
def test_another_program_at_that_port(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with something_else(answer) as port:
        message = refusal_of(f"postgresql://kap:{SECRET}@127.0.0.1:{port}/clinic", monkeypatch)
    assert "check" in message
    assert "port" in message.split("reached.")[1]


def test_nothing_answers_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with something_else(None) as port:
        url = f"postgresql://kap:{SECRET}@127.0.0.1:{port}/clinic?connect_timeout=2"
        assert "Nothing answers there in time" in refusal_of(url, monkeypatch)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("connection to server failed: FATAL:  the database system is starting up", "is starting"),
        ("connection to server failed: FATAL:  the database system is shutting down", "is stopping"),
        ("connection to server failed: No route to host", "no way to that machine"),
        ("FATAL:  no pg_hba.conf entry for host", "does not let this machine"),
        ("SSL error: certificate verify failed", "certificate cannot be trusted"),
        ('root certificate file "/nowhere.pem" does not exist', "certificate cannot be trusted"),
        ("SSL SYSCALL error: EOF detected", "encrypted connection could not be made"),
        ("FATAL:  sorry, too many clients already", "no connection left"),
        ("something nobody has seen before", "Check the address"),
    ],
)
def test_what_libpq_says_becomes_advice(said: str, words: str) -> None:
    address = parse_database_url(f"postgresql://kap:{SECRET}@db/clinic")
    message = explain_connection(address, psycopg.OperationalError(said)).message
    assert words in message
    assert SECRET not in message


def test_settings_that_may_lose_what_was_confirmed(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    off = ("fsync", "full_page_writes", "synchronous_commit")
    server.administer(*(f"ALTER SYSTEM SET {name} = off" for name in off))
    server.restart()
    try:
        monkeypatch.setenv("OPENKAP_DATABASE_URL", server.url())
        with pytest.raises(RuleRefusal) as refused:
            ensure_database()
    finally:
        server.administer(*(f"ALTER SYSTEM RESET {name}" for name in off))
        server.restart()
    assert len(refused.value.reasons) == 3
    for name, reason in zip(off, refused.value.reasons, strict=True):
        assert reason.startswith(f"{name} is off")
        assert f"Set {name} = on" in reason


def test_an_encoding_that_cannot_hold_every_name(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.administer("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 LOCALE_PROVIDER libc")
    try:
        monkeypatch.setenv("OPENKAP_DATABASE_URL", server.url(name="latin"))
        with pytest.raises(RuleRefusal) as refused:
            ensure_database()
        assert refused.value.reasons == ("Its encoding is LATIN1. Make the database anew with encoding UTF8.",)
    finally:
        server.administer("DROP DATABASE latin")


def test_a_standby_cannot_be_written(server: ExternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    signal_file = server.folder.postgres / "standby.signal"
    signal_file.touch(mode=0o644)
    server.restart()
    try:
        monkeypatch.setenv("OPENKAP_DATABASE_URL", server.url())
        with pytest.raises(RuleRefusal) as refused:
            ensure_database()
        assert refused.value.reasons == ("It is a standby, which can only be read. Name the primary server.",)
    finally:
        signal_file.unlink()
        server.restart()


def a_server(**changes: object) -> ServerFacts:
    well: dict[str, object] = {
        "version": "18.4",
        "number": 180004,
        "encoding": "UTF8",
        "fsync": True,
        "full_page_writes": True,
        "synchronous_commit": "on",
        "checksums": True,
        "standby": False,
        "superuser": False,
    }
    return ServerFacts(**{**well, **changes})  # type: ignore[arg-type]


# version as the server writes it, number, allowed
VERSIONS = [
    ("9.6.24", 90624, False),
    ("14.19 (Debian 14.19-1)", 140019, False),
    ("15.0", 150000, True),
    ("15.14 (Debian 15.14-0+deb12u1)", 150014, True),
    ("18.4", 180004, True),
    ("19beta1", 190000, True),
]


@pytest.mark.parametrize(("version", "number", "allowed"), VERSIONS)
def test_the_oldest_version(version: str, number: int, allowed: bool) -> None:
    found = faults(a_server(version=version, number=number))
    if allowed:
        assert found == ()
    else:
        assert found == (f"It is PostgreSQL {version.split()[0]}; openkap needs 15 or newer. Upgrade the server.",)


@pytest.mark.parametrize("level", ["on", "remote_apply", "remote_write", "local"])
def test_commits_that_wait_for_the_disk_are_well(level: str) -> None:
    assert faults(a_server(synchronous_commit=level)) == ()


def test_all_reasons_are_given_at_once() -> None:
    address = parse_database_url(f"postgresql://kap:{SECRET}@db/clinic")
    facts = a_server(number=140000, encoding="SQL_ASCII", fsync=False, standby=True)
    with pytest.raises(RuleRefusal) as refused:
        require_safe(address, facts)
    assert len(refused.value.reasons) == 4
    assert SECRET not in refused.value.message


def test_the_command_says_it_in_one_line(
    server: ExternalServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENKAP_DATABASE_URL", server.url(password=SECRET))
    monkeypatch.setenv("OPENKAP_DATA", str(server.folder.path))
    assert main(["doctor"]) == 3
    said = "".join(capfd.readouterr())
    assert "not ok  database: does not answer" in said
    assert SECRET not in said
    assert "Traceback" not in said
