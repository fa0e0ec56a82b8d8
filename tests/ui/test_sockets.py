"""The listening socket, which Streamlit makes in a way that leaves its connections waiting."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.starlette.starlette_server import _bind_socket

from ui import sockets


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_what_a_listening_socket_accepts_sends_at_once(address: str) -> None:
    listening = _bind_socket(address, 0, 5)
    with socket.create_connection(listening.getsockname()[:2]):
        before, _ = listening.accept()
    assert not before.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), "nothing is left to do for us"
    sockets.send_at_once()
    with socket.create_connection(listening.getsockname()[:2]):
        after, _ = listening.accept()
    assert after.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    for one in (before, after, listening):
        one.close()
