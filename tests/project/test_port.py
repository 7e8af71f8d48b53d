"""A place to listen at, found out before anything starts."""

import socket

import pytest

from openkap.project.port import free_port, require_free
from openkap.terms.refusal import BadInput, Refusal


def test_a_free_port_is_free() -> None:
    assert require_free("127.0.0.1", free_port()) == "127.0.0.1"


def test_a_name_becomes_its_address() -> None:
    assert require_free("localhost", free_port()) in ("127.0.0.1", "::1")


def test_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Refusal, match=f"Another program listens at port {port}.*--port {port + 1}"):
            require_free("127.0.0.1", port)


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="this system cannot share ports")
def test_a_port_that_its_owner_would_share_is_taken_all_the_same() -> None:
    with (
        socket.create_server(("127.0.0.1", 0), reuse_port=True) as listener,
        pytest.raises(Refusal, match="Another program listens"),
    ):
        require_free("127.0.0.1", listener.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_port_that_cannot_be(port: int) -> None:
    with pytest.raises(BadInput, match="from 1 to 65535") as refused:
        require_free("127.0.0.1", port)
    assert refused.value.field == "--port"


@pytest.mark.parametrize("host", ["no-such-machine.invalid", "", "999.1.1.1", "x" * 70])
def test_a_host_that_is_not_known(host: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_free(host, free_port())
    assert refused.value.field == "--host"


def test_an_address_of_another_machine() -> None:
    with pytest.raises(BadInput, match="this machine has no such address"):
        require_free("192.0.2.1", free_port())
