"""Whose request it is when a proxy of the city's own stands before the web server.

Neither Django nor gunicorn puts the visitor's address in the proxy's place (gunicorn believes the scheme alone), and by
that address sign-in is throttled, the public's questions are counted and visits are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network


class ProxyMiddleware:
    """Behind one of `settings.PROXIES`: the visitor's own address, and whether he came by https. Stands first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("REMOTE_ADDR", "")
        if settings.PROXIES and _is_one_of(_address(said), settings.PROXIES):
            request.META["REMOTE_ADDR"] = visitor(said, request.headers.get("X-Forwarded-For", ""), settings.PROXIES)
            if request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https":
                request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)


def visitor(asking: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The last address of `X-Forwarded-For` that is no proxy's: whatever stands before it the visitor may have made up.

    :param asking: the address from which the request came, a proxy's.
    """
    found = asking
    for said in reversed(forwarded.split(",")):
        address = _address(said)
        if address is None:
            break
        found = str(address)
        if not _is_one_of(address, proxies):
            break
    return found


def _address(said: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it, also with its port: «203.0.113.7:50210», «[2001:db8::1]:50210»."""
    said = said.strip()
    bare = said[1:].partition("]")[0] if said.startswith("[") else said
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _is_one_of(address: IPv4Address | IPv6Address | None, networks: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in networks)
