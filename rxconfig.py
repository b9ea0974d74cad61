"""Reflex's own settings; everything that differs between machines is in fitkit.core.settings."""

import reflex as rx
from reflex_base.constants import StateManagerMode

from fitkit.core.settings import settings
from fitkit.dev.bundle import UsedRadix

s = settings()
# Redis forgets each state of a tab by itself: long enough that none goes while its person works.
TAB_S = 12 * 3600

config = rx.Config(
    app_name="fitkit",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="system",
    redis_token_expiration=TAB_S if s.redis_url else 3600,
    state_manager_mode=StateManagerMode.REDIS if s.redis_url else StateManagerMode.MEMORY,
    redis_url=s.redis_url,
    backend_host=s.host,
    backend_port=s.port,
    frontend_port=s.port,
    # Replaced by the page's own origin after the build: see dev/build.py.
    api_url="http://localhost:8000",
    deploy_url=s.public_url,
    cors_allowed_origins=list(s.origins),
    plugins=[
        UsedRadix(
            theme=rx.theme(
                accent_color="iris",
                gray_color="gray",
                radius="medium",
                scaling="100%",
                panel_background="solid",
            )
        )
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
