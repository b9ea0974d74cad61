"""Direction for Radix; html lang and dir before React wakes up."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class DirectionProvider(rx.Component):
    """Radix's own direction, from the one copy that its themes use."""

    library = "radix-ui@1.8.1"
    tag = "Direction.Provider"
    dir: rx.Var[str]


class NativeForm(BaseHTML):
    """A real form post (Reflex's forms always prevent it)."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


# The fallback page of dynamic routes is built for no path: set both before React wakes up.
EARLY = "var e=location.pathname.startsWith('/en'),h=document.documentElement;h.lang=e?'en':'he';h.dir=e?'ltr':'rtl';"
