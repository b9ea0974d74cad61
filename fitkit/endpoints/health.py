"""Whether this process lives, and whether it can serve: for a proxy or a supervisor, without any figure."""

import asyncio
from functools import cache

import redis
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from fitkit.core import db
from fitkit.core.settings import settings

log = structlog.get_logger(__name__)


async def live(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"})


async def ready(_request: Request) -> Response:
    """The database answers and its schema is the newest; Redis answers, where tabs live there."""
    problem = await asyncio.to_thread(_problem)
    if problem:
        return JSONResponse({"status": "not ready", "why": problem}, 503)
    return JSONResponse({"status": "ready"})


def _problem() -> str:
    try:
        if not db.is_served_schema():
            return "migrations are missing"
    except Exception as exception:  # whatever it is, the answer is the same
        log.warning("not ready", exc_info=exception)
        return "the database does not answer"
    try:
        if (store := _redis()) is not None:
            store.ping()
    except redis.RedisError as exception:
        log.warning("not ready", exc_info=exception)
        return "redis does not answer"
    return ""


@cache
def _redis() -> "redis.Redis | None":
    url = settings().redis_url
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) if url else None


ROUTES = [Route("/health/live", live), Route("/health/ready", ready)]
