"""The socket on which the server listens."""

from __future__ import annotations

import gc
import socket

_TCP = {(family, socket.SOCK_STREAM) for family in (socket.AF_INET, socket.AF_INET6)}


def send_at_once() -> None:
    """Let no small answer wait for the browser's word that it has the one before: 0.04 s each time.

    asyncio sees to it for the sockets that it makes. Streamlit makes its own, which is bound by the time a server
    starts and which nothing gives; what it accepts is as it is (https://github.com/Kludex/uvicorn/issues/3149).
    """
    for one in [one for one in gc.get_objects() if type(one) is socket.socket]:
        if one.fileno() >= 0 and (one.family, one.type) in _TCP:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
