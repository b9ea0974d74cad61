"""Ways from page to page: addresses in the reader's language, the other language, one's own home."""

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from fitkit.core.permissions import Role
from fitkit.design import looks
from fitkit.design.say import lang, say
from fitkit.texts import web
from fitkit.web.screen import FOR
from fitkit.web.session import SessionState, home_of

_HERE = VarData(
    imports={"react-router": [ImportVar(tag="useLocation")]},
    hooks={"const here_ = useLocation();": None},
)


def here(expression: str) -> rx.Var[str]:
    """An expression of JavaScript over ``here_``, the browser's location; known before the socket is."""
    return rx.Var(expression, _var_data=_HERE)


def path_in(path: str) -> str:
    """An address in the language of the page being built."""
    return f"/{lang()}{path}" + ("" if path.endswith("/") else "/")


def path_for(path: str) -> rx.Var[str]:
    """An address in this language, for whom this page is: what is a child's stays theirs."""
    child = f"(new URLSearchParams(here_.search).get('{FOR}') || '')"
    asked = f"({child} && '?{FOR}=' + encodeURIComponent({child}))"
    return here(f"('{path_in(path)}' + {asked})")


def language_link() -> rx.Component:
    """To the same page in the other language; what the address says behind the language stays."""
    other = lang().other
    address = here(f"'/{other}' + (here_.pathname.slice(3) || '/') + here_.search")
    return rx.link(
        rx.icon("languages"),
        rx.el.span(say(web.LANGUAGE)),
        href=address,
        lang=str(other),
        class_name=looks.BTN_PLAIN_LANGUAGE,
    )


def home_path() -> rx.Var[str]:
    """The signed-in person's own first screen."""
    homes = [(str(role), path_in(home_of(role))) for role in Role]
    found: rx.Var[str] = rx.match(SessionState.role, *homes, path_in("/"))
    return found
