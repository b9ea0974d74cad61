"""Whether this process lives, and whether it can serve: for a proxy or a supervisor, without any figure."""

import asyncio

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from fitkit.core import db

log = structlog.get_logger(__name__)


async def live(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"})


async def ready(_request: Request) -> Response:
    """The database answers and its schema is the newest."""
    problem = await asyncio.to_thread(_problem)
    if problem:
        return JSONResponse({"status": "not ready", "why": problem}, 503)
    return JSONResponse({"status": "ready"})


def _problem() -> str:
    try:
        return "" if db.is_current() else "migrations are missing"
    except Exception as exception:  # whatever it is, the answer is the same
        log.warning("not ready", exc_info=exception)
        return "the database does not answer"


ROUTES = [Route("/health/live", live), Route("/health/ready", ready)]
