"""Which addresses a webhook may reach: the open internet, and nothing of our own network unless allowed.

A name is resolved once, its address is judged, and that very address is connected to: a name that answers differently
the second time gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

#: IPv6 prefixes that carry an IPv4 address inside, and which of their 128 bits it is, from the right.
_CARRIERS: Final = ((0x0064FF9B << 96, 96, 0), (0x2002 << 112, 16, 80))


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, each once, in the order in which they are to be tried. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Is this an address of the open internet: none of loopback, private, link-local, shared, multicast, reserved
    or unspecified ones, nor an IPv6 address that stands for one of these?"""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_open(each) for each in (found, *_carried(found)))


def _open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to: mapped, NAT64, 6to4, Teredo."""
    if isinstance(address, IPv4Address):
        return []
    inside = [
        IPv4Address(int(address) >> shift & 0xFFFFFFFF)
        for prefix, bits, shift in _CARRIERS
        if int(address) >> (128 - bits) == prefix >> (128 - bits)
    ]
    mapped = [address.ipv4_mapped] if address.ipv4_mapped else []
    return [*inside, *mapped, *(address.teredo or ())]
