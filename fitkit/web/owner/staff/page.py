"""The staff, from the top: head, people with their roles, former staff, the gym itself, the dialogs."""

import reflex as rx

from fitkit.core.permissions import Permission, Role
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.chip import chip, person
from fitkit.design.dialog import menu_item, menu_rule, more_menu
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.layout import grid, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.type import ltr, muted
from fitkit.texts import desk
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.staff import dialogs
from fitkit.web.owner.staff.state import StaffState
from fitkit.web.rows.staff import StaffRow


@page("/dashboard/staff", title=desk.STAFF, state=StaffState, frame=Frame.STAFF, heads=False)
def staff() -> rx.Component:
    return column(
        page_head(desk.STAFF, _add()),
        states(
            stack(
                grid(rx.foreach(StaffState.people, _person), least=320),
                _former(),
                _hand_over(),
                gap=6,
            ),
            loading=StaffState.is_loading,
            problem=StaffState.problem,
            is_empty=(StaffState.people.length() == 0) & (StaffState.former.length() == 0),
            empty=empty_state(desk.NO_STAFF, desk.NO_STAFF_WHY, _add()),
            skeleton=skeleton_list(5),
            on_retry=StaffState.load,
        ),
        dialogs.all_of_them(),
    )


def _add() -> rx.Component:
    made = button(desk.ADD_STAFF, kind="main", icon="add", on_click=StaffState.open_new)
    return rx.cond(may(Permission.EDIT_STAFF), made)


def _person(p: rx.Var[StaffRow]) -> rx.Component:
    return card(
        row(
            person(p.name, rx.cond(p.title != "", p.title, p.role_word), size=48),
            rx.cond(may(Permission.EDIT_STAFF), _menu(p)),
            between=True,
            align="top",
        ),
        row(
            _role(p),
            rx.cond(p.is_me, chip(desk.THATS_YOU, icon="person")),
            rx.cond(p.narrowed != "", chip(p.narrowed, "warning", icon="shield")),
            wrap=True,
        ),
        stack(
            rx.cond(p.email != "", muted(ltr(p.email))),
            rx.cond(p.phone != "", muted(ltr(p.phone))),
            rx.cond(p.members != "", muted(p.members)),
            rx.cond(p.seen != "", muted(p.seen)),
            gap=1,
        ),
        rx.cond(p.invitation_id != "", _invitation(p), _uninvited(p)),
    )


def _role(p: rx.Var[StaffRow]) -> rx.Component:
    is_in = p.user_id != ""
    return rx.cond(
        is_in,
        chip(p.role_word, rx.cond(p.role == str(Role.OWNER), "accent", "neutral"), icon="shield"),
        chip(p.role_word, "neutral", icon="mail"),
    )


def _menu(p: rx.Var[StaffRow]) -> rx.Component:
    return more_menu(
        p.name,
        rx.cond(
            p.id != "",
            menu_item(desk.EDIT_STAFF, icon="edit", on_click=StaffState.open_edit(p.id)),
        ),
        rx.cond(
            (p.user_id != "") & p.may_manage,
            menu_item(desk.ROLE, icon="shield", on_click=StaffState.open_powers(p.user_id)),
        ),
        rx.cond(
            p.has_members,
            menu_item(desk.HAND_MEMBERS, icon="members", on_click=StaffState.open_members(p.id)),
        ),
        menu_rule(),
        rx.cond(
            (p.user_id != "") & p.may_manage,
            menu_item(
                desk.REMOVE_ROLE,
                icon="blocked",
                kind="danger",
                on_click=StaffState.open_remove(p.user_id),
            ),
        ),
        rx.cond(
            (p.id != "") & ~p.is_me.bool(),
            menu_item(desk.END_WORK, icon="archive", on_click=StaffState.archive(p.id)),
        ),
    )


def _invitation(p: rx.Var[StaffRow]) -> rx.Component:
    deeds = row(
        button(desk.RESEND, small=True, icon="send", on_click=StaffState.resend(p.invitation_id)),
        button(
            desk.COPY_LINK,
            small=True,
            icon="link",
            on_click=StaffState.show_link(p.invitation_id),
        ),
        button(
            desk.REVOKE,
            kind="quiet",
            small=True,
            on_click=StaffState.revoke(p.invitation_id),
        ),
        wrap=True,
    )
    return stack(
        chip(p.invitation, p.invitation_kind),
        rx.cond(may(Permission.INVITE_MEMBERS) & p.may_manage, deeds),
    )


def _uninvited(p: rx.Var[StaffRow]) -> rx.Component:
    invite = button(
        desk.INVITE_STAFF, kind="soft", icon="invite", on_click=StaffState.open_invite(p.id)
    )
    return rx.cond(may(Permission.EDIT_STAFF) & (p.user_id == "") & (p.id != ""), invite)


def _former() -> rx.Component:
    return rx.cond(
        StaffState.former.length() > 0,
        section(desk.LEFT_STAFF, items(rx.foreach(StaffState.former, _gone))),
    )


def _gone(p: rx.Var[StaffRow]) -> rx.Component:
    back = button(desk.BACK_TO_WORK, icon="restore", small=True, on_click=StaffState.restore(p.id))
    return item(item_text(p.name, p.title), rx.cond(may(Permission.EDIT_STAFF), back))


def _hand_over() -> rx.Component:
    """The rarest deed of all, at the end."""
    return rx.cond(
        may(Permission.HAND_OVER),
        row(button(desk.HAND_OVER, kind="quiet", icon="key", on_click=StaffState.open_hand_over)),
    )
