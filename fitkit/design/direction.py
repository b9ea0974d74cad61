"""Direction for Radix, html lang and dir from the path."""

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
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


_PATH = VarData(imports={"react-router": [ImportVar(tag="useLocation")]})
_EN = "useLocation().pathname.startsWith('/en')"
HTML_LANG: rx.Var[str] = rx.Var(f"({_EN} ? 'en' : 'he')", _var_data=_PATH)
HTML_DIR: rx.Var[str] = rx.Var(f"({_EN} ? 'ltr' : 'rtl')", _var_data=_PATH)
# The fallback page of dynamic routes is built for no path: set both before React wakes up.
EARLY = "var e=location.pathname.startsWith('/en'),h=document.documentElement;h.lang=e?'en':'he';h.dir=e?'ltr':'rtl';"
