"""The visitor's address behind the city's own proxy, and nobody's word for it but the proxy's."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from magistrat.config.settings import networks
from magistrat.ui.proxies import ProxyMiddleware, visitor

PROXIES = [ip_network("127.0.0.1"), ip_network("::1"), ip_network("10.1.0.0/16")]


def test_an_address_of_a_network_means_the_network():
    assert networks("127.0.0.1, 10.1.0.5/16,") == [ip_network("127.0.0.1"), ip_network("10.1.0.0/16")]
    assert networks("") == []


def came(settings: Any, proxies: list[Any] = PROXIES, **meta: str) -> tuple[str, bool]:
    """Whose request it is taken for, and whether by https."""
    settings.PROXIES = proxies
    request = RequestFactory().get("/", **meta)
    ProxyMiddleware(lambda _: HttpResponse())(request)
    return request.META["REMOTE_ADDR"], request.is_secure()


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        # What the visitor wrote himself stands before what the proxy added.
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("203.0.113.7:50210", "203.0.113.7"),
        ("[2001:db8::1]:50210", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        # From within: the farthest that our own proxies know.
        ("10.1.0.9, 10.1.2.3", "10.1.0.9"),
        ("203.0.113.7, unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_last_address_that_is_no_proxys(forwarded: str, expected: str) -> None:
    assert visitor("127.0.0.1", forwarded, PROXIES) == expected


def test_a_proxys_word_is_believed(settings: Any) -> None:
    said = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}
    assert came(settings, **said) == ("203.0.113.7", True)
    assert came(settings, **said, REMOTE_ADDR="::1") == ("203.0.113.7", True)


def test_nobody_elses_is(settings: Any) -> None:
    said = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}
    assert came(settings, **said, REMOTE_ADDR="198.51.100.1") == ("198.51.100.1", False)
    assert came(settings, [], **said) == ("127.0.0.1", False)


@pytest.mark.django_db
def test_wrong_passwords_from_one_place_lock_out_nobody_elsewhere(settings: Any, client: Any) -> None:
    settings.PROXIES = PROXIES
    wrong = {"login": "mer", "password": "невірний пароль"}
    ask = lambda address: client.post("/vhid/", wrong, headers={"X-Forwarded-For": address}).status_code  # noqa: E731
    assert [ask("203.0.113.7") for _ in range(5)][-1] == 429
    assert ask("198.51.100.1") != 429
