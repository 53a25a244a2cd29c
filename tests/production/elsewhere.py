"""Runs the assistant or its doctor, unchanged, where Microsoft's names lead to this machine.

    STAND_INS='{"smba.trafficmanager.net": 4431}' python elsewhere.py app
    STAND_INS=… python elsewhere.py deployment.doctor --json

Only the network is another one: a listed name has a made-up public address, and whoever connects
to that address at port 443 comes out at the given port here. What the assistant makes of names,
addresses, certificates and tokens is as it is in production.
"""

from __future__ import annotations

import asyncio
import json
import os
import runpy
import socket
import sys
from asyncio import base_events, selector_events
from typing import Any

PORTS: dict[str, int] = json.loads(os.environ["STAND_INS"])
#: Public addresses, one for each name; whose they are does not matter, as nobody goes there.
ADDRESSES = {name: f"52.112.0.{number}" for number, name in enumerate(PORTS, start=1)}
LEADS_TO = {ADDRESSES[name]: port for name, port in PORTS.items()}

look_up = base_events.BaseEventLoop.getaddrinfo
connect = selector_events.BaseSelectorEventLoop.sock_connect


async def getaddrinfo(self: asyncio.BaseEventLoop, host: Any, port: Any, **hints: Any) -> list[Any]:
    """Give the made-up address of a listed name."""
    if host not in ADDRESSES:
        return await look_up(self, host, port, **hints)
    kind = hints.get("type") or socket.SOCK_STREAM
    return [(socket.AF_INET, kind, socket.IPPROTO_TCP, "", (ADDRESSES[host], port))]


async def sock_connect(self: Any, sock: socket.socket, address: Any) -> None:
    """Come out at the stand-in's port."""
    if address[0] in LEADS_TO and address[1] == 443:
        address = ("127.0.0.1", LEADS_TO[address[0]])
    await connect(self, sock, address)


base_events.BaseEventLoop.getaddrinfo = getaddrinfo  # type: ignore[method-assign, assignment]
selector_events.BaseSelectorEventLoop.sock_connect = sock_connect  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
