"""The bars of signed-in screens: top bar, side bar, bottom tabs, and the menus behind them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import reflex as rx
from reflex.style import set_color_mode
from reflex_base.style import color_mode

from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, Role
from fitkit.design import looks
from fitkit.design.direction import NativeForm
from fitkit.design.say import lang, say
from fitkit.texts import common, web
from fitkit.web.frames import nav
from fitkit.web.frames.nav import Item
from fitkit.web.frames.state import FrameState
from fitkit.web.frames.ways import language_link, path_for, path_in
from fitkit.web.session import SessionState

if TYPE_CHECKING:
    from fitkit.web.frames import Page


INBOX: Final = "/me/inbox"


def top_bar(p: "Page", kind: str) -> rx.Component:
    """A phone's top bar; for members on a desk too, with their ways in it."""
    start: list[rx.Component] = []
    if p.back:
        start.append(
            rx.link(
                rx.icon("arrow-right" if lang() is Lang.HE else "arrow-left"),
                href=path_for(p.back) if kind == "solo" else path_in(p.back),
                aria_label=say(web.BACK),
                class_name=looks.IB,
            )
        )
    return rx.el.header(
        *start,
        _gym_switch("bar"),
        rx.el.span(class_name=looks.GROW),
        *([_inline_ways(p)] if kind in ("solo", "account") else []),
        _bell(),
        _account_menu("bar"),
        class_name=looks.TOPBAR,
    )


def side_bar(p: "Page", kind: str) -> rx.Component:
    items = nav.PLATFORM_SIDE if kind == "platform" else nav.SIDE
    body = rx.el.aside(
        rx.el.div(_gym_switch("side"), class_name=looks.GYM),
        rx.el.nav(*_ways(items, p.route, side=True), aria_label=say(web.MAIN_NAV)),
        rx.el.span(class_name=looks.GROW),
        _inbox_way(p),
        rx.el.div(_account_menu("side"), _collapse(), class_name=looks.PERSON),
        class_name=looks.SIDE,
    )
    return rx.cond(SessionState.is_staff, body, rx.fragment()) if kind == "account" else body


def _ways(items: Sequence[Item], route: str, *, side: bool = False) -> list[rx.Component]:
    known = tuple(i for i in items if i.exists)
    on = nav.current(route, known)
    return [_shown(_way(i, on, side=side), i) for i in known]


def _way(item: Item, on: str, *, side: bool) -> rx.Component:
    is_on = item.path == on
    words = say(item.label)
    return rx.fragment(
        *([rx.el.span(class_name=looks.SEP)] if side and item.starts_group else []),
        rx.link(
            rx.icon(item.icon),
            rx.el.span(words, class_name=looks.WORDS),
            href=path_for(item.path) if item.path in nav.FOR_A_CHILD else path_in(item.path),
            class_name=looks.on(is_on),
            title=words if side else None,
            custom_attrs={"aria-current": "page"} if is_on else {},
        ),
    )


def _shown(way: rx.Component, item: Item) -> rx.Component:
    if item.needs is None:
        return way
    return rx.cond(may(item.needs), way, rx.fragment())


def may(permission: Permission) -> rx.Var[bool]:
    """Whether to show what a permission allows: courtesy, the wall is elsewhere."""
    shown: rx.Var[bool] = SessionState.powers.contains(str(permission))
    return shown


def _inline_ways(p: "Page") -> rx.Component:
    bar = rx.el.nav(
        *_ways(nav.MEMBER_TABS, p.route), aria_label=say(web.MAIN_NAV), class_name=looks.WAYS
    )
    return rx.cond(SessionState.is_staff, rx.fragment(), bar) if p.frame == "account" else bar


def bottom_tabs(p: "Page", kind: str) -> rx.Component:
    """A phone's bottom tabs: of members, of coaches, of owners and admins."""
    member = _tab_bar(_ways(nav.MEMBER_TABS, p.route))
    staff = rx.cond(
        SessionState.role == str(Role.COACH),
        _tab_bar([*_ways(nav.COACH_TABS, p.route), _more(nav.MORE[1:], p)]),
        _tab_bar([*_ways(nav.OWNER_TABS, p.route), _more(nav.MORE, p)]),
    )
    match kind:
        case "solo":
            return member
        case "staff":
            return staff
        case "platform":
            return _tab_bar(_ways(nav.PLATFORM_SIDE, p.route))
    return rx.cond(SessionState.is_staff, staff, member)


def _tab_bar(ways: Sequence[rx.Component]) -> rx.Component:
    return rx.el.nav(*ways, aria_label=say(web.MAIN_NAV), class_name=looks.TABS)


def _more(items: Sequence[Item], p: "Page") -> rx.Component:
    """The last tab: the other ways in a sheet."""
    known = [i for i in items if i.exists]
    is_on = bool(nav.current(p.route, tuple(known)))
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.icon("menu"),
                rx.el.span(say(web.NAV_MORE), class_name=looks.WORDS),
                type="button",
                class_name=looks.on(is_on),
            )
        ),
        rx.popover.content(
            rx.el.div(
                *[_shown(rx.popover.close(_way(i, "", side=False)), i) for i in known],
                rx.popover.close(
                    rx.link(
                        rx.icon("user"),
                        rx.el.span(say(web.ACCOUNT), class_name=looks.WORDS),
                        href=path_in("/me/settings"),
                    )
                ),
                class_name=looks.MENU,
            ),
            side="top",
            align="end",
            class_name=looks.MENU_BOX,
            aria_label=say(web.NAV_MORE),
        ),
    )


def _gym_switch(place: str) -> rx.Component:
    """The gym's mark and name; opens the list of the person's gyms."""
    mark = rx.el.span(
        rx.cond(SessionState.gym_initial != "", SessionState.gym_initial, "F"),
        class_name=looks.LOGO,
        aria_hidden="true",
    )
    name = rx.el.span(
        rx.cond(SessionState.gym_name != "", SessionState.gym_name, common.APP_NAME.to(lang())),
        dir="auto",  # one that is too long loses its end, in whatever language it is
        class_name=looks.NAME,
    )
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                mark,
                name,
                rx.icon("chevrons-up-down", class_name=looks.HINT),
                rx.el.span(say(web.SWITCH_GYM), class_name=looks.VH),
                type="button",
                class_name=looks.placed("switcher", place),
            )
        ),
        rx.popover.content(
            rx.el.div(
                rx.el.h2(say(web.YOUR_GYMS), class_name=looks.MENU_TITLE),
                rx.foreach(FrameState.gyms, lambda gym: _gym_choice(gym, say(web.HERE_NOW))),
                rx.cond(
                    FrameState.has_gyms & (FrameState.gyms.length() < 2),
                    rx.el.p(say(web.ONE_GYM), class_name=looks.MENU_NOTE),
                ),
                class_name=looks.MENU,
            ),
            align="start",
            class_name=looks.MENU_BOX,
            aria_label=say(web.YOUR_GYMS),
        ),
        on_open_change=FrameState.open_gyms,
    )


def _gym_choice(gym: Any, here_now: str) -> rx.Component:  # Any: a GymRow as a Var
    inside = (
        rx.el.span(gym.initial, class_name=looks.LOGO_SMALL, aria_hidden="true"),
        rx.el.span(gym.name, class_name=looks.WORDS),
    )
    return rx.cond(
        gym.is_here,
        rx.el.p(
            *inside,
            rx.icon("check"),
            rx.el.span(here_now, class_name=looks.VH),
            class_name=looks.CHOICE_ON,
        ),
        NativeForm.create(
            rx.el.input(type="hidden", name="org_id", value=gym.id),
            rx.el.input(type="hidden", name="lang", value=str(lang())),
            rx.el.button(*inside, type="submit", class_name=looks.CHOICE),
            action="/auth/switch",
            method="post",
        ),
    )


def _bell() -> rx.Component:
    if INBOX not in nav.KNOWN:
        return rx.fragment()
    return rx.link(rx.icon("bell"), *_unread(), href=path_in(INBOX), class_name=looks.IB_BELL)


def _inbox_way(p: "Page") -> rx.Component:
    """The bell in the side bar: a way with its words, so that the person below keeps their name."""
    if INBOX not in nav.KNOWN:
        return rx.fragment()
    is_on = p.route == INBOX
    way = rx.link(
        rx.icon("bell"),
        rx.el.span(say(web.INBOX), class_name=looks.WORDS, aria_hidden="true"),
        *_unread(),
        href=path_in(INBOX),
        class_name=looks.on(is_on),
        title=say(web.INBOX),
        custom_attrs={"aria-current": "page"} if is_on else {},
    )
    return rx.el.div(way, class_name=looks.BELL_WAY)


def _unread() -> tuple[rx.Component, rx.Component]:
    """How many are new, to be seen and to be read out; without any, the name of the inbox is read out."""
    count = rx.cond(FrameState.unread > 99, "99+", FrameState.unread.to_string())
    said = rx.cond(
        FrameState.unread == 1,
        say(web.NEW_NOTIFICATION),
        rx.cond(
            FrameState.unread > 0,
            rx.fragment(FrameState.unread, " ", say(web.NEW_NOTIFICATIONS)),
            say(web.INBOX),
        ),
    )
    badge = rx.el.span(count, class_name=looks.BADGE_DAN, aria_hidden="true")
    return (
        rx.cond(FrameState.unread > 0, badge, rx.fragment()),
        rx.el.span(said, class_name=looks.VH),
    )


def _role() -> rx.Component:
    named: tuple[tuple[Role, Text], ...] = (
        (Role.OWNER, web.ROLE_OWNER),
        (Role.ADMIN, web.ROLE_ADMIN),
        (Role.COACH, web.ROLE_COACH),
        (Role.MEMBER, web.ROLE_MEMBER),
        (Role.SUPPORT, web.ROLE_PLATFORM),
        (Role.PLATFORM_ADMIN, web.ROLE_PLATFORM),
    )
    return rx.el.span(
        rx.match(SessionState.role, *[(str(role), say(words)) for role, words in named], ""),
        class_name=looks.ROLE,
    )


def _account_menu(place: str) -> rx.Component:
    """The person: settings, language, theme, sign-out."""
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.el.span(SessionState.user_initials, class_name=looks.AV, aria_hidden="true"),
                rx.el.span(
                    rx.el.b(SessionState.user_name, dir="auto"),
                    _role(),
                    class_name=looks.WHO,
                    aria_hidden="true",
                ),
                rx.el.span(
                    say(web.ACCOUNT_MENU), ", ", SessionState.user_name, class_name=looks.VH
                ),
                type="button",
                class_name=looks.placed("account", place),
            )
        ),
        rx.popover.content(
            rx.el.div(
                rx.el.div(
                    rx.el.b(SessionState.user_name),
                    rx.el.span(SessionState.user_email, class_name=looks.LTR),
                    class_name=looks.MENU_HEAD,
                ),
                rx.popover.close(
                    rx.link(
                        rx.icon("user"), rx.el.span(say(web.ACCOUNT)), href=path_in("/me/settings")
                    )
                ),
                rx.popover.close(language_link()),
                _theme(),
                NativeForm.create(
                    rx.el.button(
                        rx.icon("log-out", class_name=looks.MIRROR),
                        say(web.SIGN_OUT),
                        type="submit",
                    ),
                    rx.el.input(type="hidden", name="lang", value=str(lang())),
                    action="/auth/sign-out",
                    method="post",
                ),
                class_name=looks.MENU,
            ),
            align="start" if place == "side" else "end",
            aria_label=say(web.ACCOUNT_MENU),
            class_name=looks.MENU_BOX,
        ),
    )


def _theme() -> rx.Component:
    choices = (
        ("light", web.THEME_LIGHT, "sun"),
        ("dark", web.THEME_DARK, "moon"),
        ("system", web.THEME_SYSTEM, "monitor"),
    )
    return rx.el.div(
        *[
            rx.el.button(
                rx.icon(icon),
                rx.el.span(say(words)),
                on_click=set_color_mode(mode),
                type="button",
                custom_attrs={"aria-pressed": rx.cond(color_mode == mode, "true", "false")},
            )
            for mode, words, icon in choices
        ],
        role="group",
        aria_label=say(web.THEME),
        class_name=looks.THEME,
    )


def _collapse() -> rx.Component:
    """Narrows the side bar; kept on this device by the head's script."""
    return rx.el.button(
        rx.icon("panel-right-close" if lang() is Lang.HE else "panel-left-close"),
        rx.el.span(say(web.COLLAPSE), class_name=looks.VH),
        type="button",
        class_name=looks.IB_SLIMMER,
        on_click=rx.call_script("window.fitkitSlim()"),
    )
