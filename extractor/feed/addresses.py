"""Which addresses a webhook may reach: the open internet, and nothing of our own network unless allowed.

A name is resolved once, its address is judged, and that very address is connected to: a name that answers differently
the second time gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

#: The prefix by which IPv6 networks reach IPv4 addresses, the last 32 bits (RFC 6052).
_NAT64: Final = IPv6Network("64:ff9b::/96")


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, each once, in the order in which they are to be tried. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Is this an address of the open internet: none of loopback, private, link-local, shared, multicast, reserved
    or unspecified ones, nor an IPv6 address that stands for one of these? Tunnels of old (6to4, Teredo) are not."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.sixtofour or found.teredo:
            return False
        found = found.ipv4_mapped or (IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else found)
    return found.is_global and not found.is_multicast and not found.is_reserved
