"""How the demo's payment company tells a gym: a POST to its address, tried again like the others do."""

import time
from collections.abc import Mapping
from typing import Final

import httpx
import structlog

log = structlog.get_logger(__name__)
TRIES_AFTER_S: Final = (0.0, 2.0, 10.0)
_PATIENCE_S: Final = 5.0


def call_back(url: str, facts: Mapping[str, str]) -> bool:
    """Tell an address until it answers 200; False when it never did. Blocks while it tries."""
    for tries, pause in enumerate(TRIES_AFTER_S, 1):
        time.sleep(pause)
        try:
            status = httpx.post(url, json=dict(facts), timeout=_PATIENCE_S).status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("demo callback unanswered", tries=tries, error_kind=type(error).__name__)
            continue
        if status == httpx.codes.OK:
            return True
        log.info("demo callback refused", tries=tries, status=status)
    return False
