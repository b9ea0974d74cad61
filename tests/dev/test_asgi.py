"""Whom the web process believes about who is calling."""

from typing import Any

import pytest

from fitkit.dev.asgi import Forwarded


async def seen(hops: int, kind: str = "http", **headers: str) -> dict[str, Any]:
    got: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        got.update(scope)

    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": kind, "scheme": "http", "client": ("10.0.0.1", 5), "headers": raw}
    await Forwarded(app, hops=hops)(scope, None, None)  # type: ignore[arg-type]  # never called
    return got


async def test_the_step_before_our_proxy_is_the_caller() -> None:
    got = await seen(1, x_forwarded_for="6.6.6.6, 1.2.3.4", x_forwarded_proto="https")
    assert got["client"][0] == "1.2.3.4"
    assert got["scheme"] == "https"


async def test_what_a_caller_claims_before_our_proxies_is_not_believed() -> None:
    got = await seen(2, x_forwarded_for="6.6.6.6, 1.2.3.4, 10.0.0.9")
    assert got["client"][0] == "1.2.3.4"


async def test_a_caller_that_came_past_the_proxies_keeps_its_own_address() -> None:
    assert (await seen(2, x_forwarded_for="6.6.6.6"))["client"][0] == "10.0.0.1"
    assert (await seen(1))["client"][0] == "10.0.0.1"


async def test_a_socket_behind_https_is_a_safe_one() -> None:
    assert (await seen(1, kind="websocket", x_forwarded_proto="https"))["scheme"] == "wss"


@pytest.mark.parametrize("word", ["ftp", "", "javascript"])
async def test_an_odd_scheme_is_ignored(word: str) -> None:
    assert (await seen(1, x_forwarded_proto=word))["scheme"] == "http"
