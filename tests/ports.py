"""Ports of this machine for servers that must know theirs before they start."""

import secrets
import socket


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def kept_port() -> int:
    """Give a port the system hands to nobody by itself, so that it stays ours over a restart."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
