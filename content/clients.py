"""Who sends a request, as far as limits have to know."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

LONGEST_ADDRESS = 64


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks; behind trusted proxies, the one that the first names.

    Each proxy adds the address that asked it at the end, so what stands before the first one's is
    the client's own claim. An IPv6 network of 64 bits is one client: each has as many addresses.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXY:
        named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(named) >= settings.TRUSTED_PROXIES and named[-settings.TRUSTED_PROXIES]:
            address = named[-settings.TRUSTED_PROXIES]
    try:
        known = ip_address(address)
    except ValueError:
        return address[:LONGEST_ADDRESS]
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Network((int(known), 64), strict=False))
    return str(known)
