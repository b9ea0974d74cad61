"""The Reflex app: what it is made of, in one place."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from fitkit import endpoints
from fitkit.core import db, discover, log
from fitkit.core.settings import settings
from fitkit.endpoints.doorway import Doorway
from fitkit.endpoints.security import Security
from fitkit.features.identity import queries as identity
from fitkit.web import frames
from fitkit.web.frames import head, parts
from fitkit.web.guard import Guard, UploadGuard
from fitkit.web.problems import on_backend_error, on_frontend_error
from fitkit.web.public.signin import personas
from fitkit.web.public.signin.personas import Persona

log.setup("web")
discover.tables()
discover.jobs()
discover.pages()


def demo_people() -> list[Persona]:
    """Whom the demo's sign-in screen offers; asked for in the demo only."""
    from fitkit.seeds import demo

    return [Persona(p.label, p.sign_in, p.password, p.lands_on) for p in demo.personas()]


@asynccontextmanager
async def serving() -> AsyncIterator[None]:
    """Threads and connections of one web process; jobs and the clock are the worker's."""
    threads = ThreadPoolExecutor(settings().threads, thread_name_prefix="work")
    asyncio.get_running_loop().set_default_executor(threads)
    engine = await asyncio.to_thread(db.engine)
    try:
        async with identity.SIGNED_IN.line():
            yield
    finally:
        engine.dispose()


app = rx.App(
    stylesheets=["/tokens.css", "/base.css", "/frames.css"],
    html_custom_attrs=head.HTML_ATTRS,
    head_components=head.components(),
    toaster=parts.toaster(),
    app_wraps={  # ours instead of the framework's English banners
        (55, "ErrorBoundary"): lambda _stateful: ErrorBoundary.create(
            fallback_render=parts.broken()
        ),
    },
    api_transformer=[endpoints.api(), UploadGuard, Doorway, Security],
    backend_exception_handler=on_backend_error,
    frontend_exception_handler=on_frontend_error,
)
app.add_middleware(Guard())
app.register_lifespan_task(serving)
frames.register(app)
personas.offer(demo_people)
