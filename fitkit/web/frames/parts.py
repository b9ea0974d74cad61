"""The frames: shells around screens, strips about the connection, toasts, footer, what broke and what is lost."""

import json
from typing import TYPE_CHECKING, Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.design import looks
from fitkit.design.codes import PassKeeper
from fitkit.design.say import lang, say
from fitkit.design.type import anchor
from fitkit.texts import web
from fitkit.web.frames.bars import bottom_tabs, side_bar, top_bar
from fitkit.web.frames.ended import unless_ended
from fitkit.web.frames.passes import PassesState
from fitkit.web.frames.state import FrameState
from fitkit.web.frames.ways import here, home_path, language_link, path_in
from fitkit.web.session import SessionState

if TYPE_CHECKING:
    from fitkit.web.frames import Page


class Spoken(rx.Fragment):
    """Moves focus to the new page's heading after a navigation inside the app, as a page load would."""

    def add_imports(self) -> dict[str, Any]:
        """React's hook, and the router's."""
        return {"react": ["useEffect"], "react-router": ["useLocation"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Every page has its own: where the reader was is kept on the window."""
        return [
            "const spokenAt_ = useLocation().pathname;",
            "useEffect(() => { const was = window.fitkitAt; window.fitkitAt = spokenAt_;"
            " if (was === undefined || was === spokenAt_) return;"
            " const at = document.querySelector('main h1') || document.getElementById('main');"
            " if (at) { at.tabIndex = -1; at.focus({preventScroll: true}); } }, [spokenAt_]);",
        ]


class HtmlLang(rx.Fragment):
    """The document's language and direction follow a navigation between the two; portals hang on them."""

    language: rx.Var[str]

    def _exclude_props(self) -> list[str]:
        return ["language"]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        language = str(self.language)
        return [
            f"useEffect(() => {{ const h = document.documentElement; h.lang = {language};"
            f" h.dir = {language} === 'he' ? 'rtl' : 'ltr'; }}, [{language}]);"
        ]


def keep_lang() -> rx.Component:
    """What every page carries: document language, focus after navigation, the pass on this phone, the gym's colours."""
    return rx.fragment(
        HtmlLang.create(language=str(lang())),
        Spoken.create(),
        _keeper(),
        rx.cond(FrameState.brand_css != "", rx.el.style(FrameState.brand_css)),
    )


def _keeper() -> rx.Component:
    """Drops a pass that is another's; on a member's phone, asks for today's codes when there are none."""
    return PassKeeper.create(
        who=SessionState.user_email + "|" + SessionState.gym_name,  # as in passes.owner_of
        is_known=rx.State.is_hydrated,
        is_member=SessionState.is_member,
        page=path_in("/pass"),
        on_lack=PassesState.bring,
    )


# frames


def app_shell(content: rx.Component, p: "Page", kind: str) -> rx.Component:
    """A signed-in screen: side bar on a desk for staff, top bar, content, bottom tabs on a phone."""
    look: Any = looks.APP.get(kind) or rx.cond(
        SessionState.is_staff, looks.APP["staff"], looks.APP["solo"]
    )
    if kind == "solo" and p.route != "/home":  # which says it by itself, below its greeting
        content = unless_ended(content, heads=p.heads)
    return rx.el.div(
        skip_link(),
        *([platform_strip()] if kind == "platform" else []),
        *([] if kind == "solo" else [side_bar(p, kind)]),
        rx.el.div(
            strips(),
            rx.el.div(
                top_bar(p, kind),
                rx.el.main(
                    *([_heading(p)] if p.heads else []),
                    content,
                    id="main",
                    class_name=looks.BODY,
                    tab_index=-1,
                ),
                class_name=looks.STAGE,
            ),
            class_name=looks.COLUMN,
        ),
        bottom_tabs(p, kind),
        class_name=look,
    )


def public_shell(content: rx.Component, p: "Page") -> rx.Component:
    """A page for everybody: mark, language, sign-in, and the fixed links at the end."""
    return rx.el.div(
        skip_link(),
        strips(),
        rx.el.header(
            rx.link(
                fitkit_mark(),
                href=home_path(),
                aria_label=say(web.TO_HOME),
                class_name=looks.MARK_LINK,
            ),
            rx.el.span(class_name=looks.GROW),
            language_link(),
            rx.cond(
                SessionState.is_signed_in,
                rx.link(say(web.TO_HOME), href=home_path(), class_name=looks.BTN),
                rx.link(say(web.SIGN_IN), href=path_in("/sign-in"), class_name=looks.BTN),
            ),
            class_name=looks.TOPBAR_PUBLIC,
        ),
        rx.el.main(
            *([_heading(p)] if p.heads else []),
            content,
            id="main",
            class_name=looks.BODY_PUBLIC,
            tab_index=-1,
        ),
        footer(),
        class_name=looks.APP_OPEN,
    )


def bare_shell(content: rx.Component, p: "Page") -> rx.Component:
    """A screen that is the whole window, such as sign-in; it places ``language_link`` itself."""
    return rx.el.div(
        skip_link(),
        strips(),
        rx.el.main(
            *([_heading(p)] if p.heads else []),
            content,
            id="main",
            class_name=looks.BARE,
            tab_index=-1,
        ),
        class_name=looks.APP_BARE,
    )


def either_shell(content: rx.Component, p: "Page") -> rx.Component:
    """Whatever stands around a person's other screens; for a visitor the open one."""
    own = rx.cond(
        (SessionState.role == str(Role.PLATFORM_ADMIN)) | (SessionState.role == str(Role.SUPPORT)),
        app_shell(content, p, "platform"),
        app_shell(content, p, "account"),
    )
    return rx.cond(SessionState.role != "", own, public_shell(content, p))


def lost(p: "Page") -> rx.Component:
    """The page of an unknown address: in the language that the address begins with, both are in the file."""
    from fitkit.web.frames import rendered

    return rx.cond(
        here("here_.pathname.startsWith('/en/') || here_.pathname === '/en'").to(bool),
        rendered(p, Lang.EN),
        rendered(p, Lang.HE),
    )


def toaster() -> rx.Component:
    """Where toasts appear: ink, above the tabs, one region read out politely."""
    region = here(
        "(here_.pathname.startsWith('/en') ? " + f"{_js(web.TOASTS.en)} : {_js(web.TOASTS.he)})"
    )
    return rx.toast.provider(
        position="bottom-center",
        rich_colors=False,
        expand=False,
        dir=here("(here_.pathname.startsWith('/en') ? 'ltr' : 'rtl')"),
        visible_toasts=3,
        gap=8,
        custom_attrs={
            "containerAriaLabel": region,
            "mobileOffset": {"bottom": looks.ABOVE_TABS},
        },
    )


def broken() -> rx.Component:
    """In the place of a page whose rendering failed: both languages' words, by the address."""
    return rx.el.main(
        *[
            rx.el.div(
                rx.el.h1(web.PAGE_BROKE.to(language)),
                rx.el.p(web.PAGE_BROKE_WHY.to(language)),
                anchor(web.RELOAD.to(language), href="", external=True, class_name=looks.BTN_PRI),
                anchor(
                    web.TO_HOME.to(language),
                    href=f"/{language}/",
                    external=True,
                    class_name=looks.BTN,
                ),
                lang=str(language),
                dir=language.dir,
                class_name=looks.only(language),
            )
            for language in Lang
        ],
        class_name=looks.APP_OPEN,
    )


def _js(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


# parts, from the top


def skip_link() -> rx.Component:
    """The first stop of the keyboard."""
    return anchor(say(web.SKIP), href="#main", external=True, class_name=looks.SKIP)


def strips() -> rx.Component:
    """What to know about the connection: offline by the browser's word, reconnecting by the socket's."""
    return rx.el.div(
        rx.el.p(rx.icon("wifi-off"), say(web.OFFLINE), class_name=looks.STRIP_WHEN_OFFLINE),
        rx.cond(
            has_connection_errors,
            rx.el.p(
                rx.icon("refresh-cw"),
                say(web.RECONNECTING),
                class_name=looks.STRIP_WHEN_ONLINE,
                custom_attrs={"data-reconnecting": "true"},  # heard by a script of the head
            ),
        ),
        role="status",
        class_name=looks.STRIPS,
    )


def platform_strip() -> rx.Component:
    """A permanent line above the platform team's screens."""
    return rx.el.p(rx.icon("shield"), say(web.PLATFORM_STRIP), class_name=looks.STRIP_PLATFORM)


def fitkit_mark() -> rx.Component:
    """FitKit's own mark: the tally, and the name."""
    return rx.fragment(
        rx.el.span(class_name=looks.LOGO_TALLY_MARK, aria_hidden="true"),
        rx.el.span("FitKit", class_name=looks.NAME, lang="en"),
    )


def footer() -> rx.Component:
    """Cancelling, as the law wants it seen; help, law and accessibility: in the same place on every open page."""
    ways = (
        ("/cancel", web.CANCEL_MEMBERSHIP),
        ("/accessibility", web.ACCESSIBILITY),
        ("/legal/terms", web.TERMS),
        ("/legal/privacy", web.PRIVACY),
        ("/legal/processing", web.PROCESSING),
    )
    return rx.el.footer(
        rx.el.nav(
            *[rx.link(say(words), href=path_in(path)) for path, words in ways],
            aria_label=say(web.FOOTER),
        ),
        class_name=looks.FOOT,
    )


def _heading(p: "Page") -> rx.Component:
    return rx.el.h1(say(p.title))
