"""The dialogs of the staff screen: a person, permissions, invitation, members, hand-over."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.desk import copy_line
from fitkit.design.dialog import confirm, dialog, form_buttons
from fitkit.design.feedback import notice
from fitkit.design.field import (
    check_field,
    email_field,
    password_field,
    phone_field,
    segmented_field,
    select_field,
    switch_field,
    text_field,
    textarea_field,
)
from fitkit.design.form import fields, fieldset, form, problem_summary
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.texts import common, desk
from fitkit.texts import members as people
from fitkit.web.frames.bars import may
from fitkit.web.owner.staff.state import StaffState
from fitkit.web.rows.staff import PowerRow

LABELS: dict[str, Text] = {
    "name": desk.FULL_NAME,
    "email": people.EMAIL,
    "phone": people.PHONE,
    "title_he": desk.TITLE_HE,
    "title_en": desk.TITLE_EN,
    "is_coach": desk.IS_COACH,
    "tint": desk.TINT,
    "bio": desk.BIO,
}
ABOUT = StaffState.about


def all_of_them() -> rx.Component:
    """Every dialog of the screen; each is drawn when it opens."""
    return rx.fragment(
        _person(), _powers(), _invite(), _link(), _members(), _remove(), _hand_over()
    )


def _person() -> rx.Component:
    is_new = ABOUT.id == ""
    return dialog(
        form(
            problem_summary(StaffState.problems, LABELS),
            fields(
                text_field("name", desk.FULL_NAME, most=60, **_known("name")),
                email_field("email", people.EMAIL, optional=True, **_known("email")),
                phone_field("phone", people.PHONE, optional=True, **_known("phone")),
                text_field(
                    "title_he",
                    desk.TITLE_HE,
                    most=60,
                    optional=True,
                    help=desk.TITLE_HELP,
                    **_known("title_he"),
                ),
                text_field("title_en", desk.TITLE_EN, most=60, optional=True, **_known("title_en")),
                select_field("tint", desk.TINT, StaffState.tints, **_known("tint")),
                columns=2,
            ),
            switch_field(
                "is_coach",
                desk.IS_COACH,
                default=rx.cond(is_new, True, StaffState.start["is_coach"] == "on"),  # noqa: FBT003
                help=desk.IS_COACH_HELP,
                problem=StaffState.problems["is_coach"],
            ),
            textarea_field(
                "bio",
                desk.BIO,
                rows=2,
                most=600,
                optional=True,
                help=desk.BIO_HELP,
                **_known("bio"),
            ),
            rx.cond(is_new & may(Permission.INVITE_MEMBERS), _invite_now()),
            on_submit=StaffState.save,
            id="staff-form",
        ),
        open=StaffState.panel == "person",
        on_close=StaffState.close_panel,
        title=rx.cond(is_new, say(desk.NEW_STAFF), say(desk.EDIT_STAFF)),
        actions=form_buttons("staff-form", common.SAVE, StaffState.close_panel),
        wide=True,
    )


def _invite_now() -> rx.Component:
    return fieldset(
        desk.ROLE, check_field("invite", desk.INVITE_BY_MAIL, default=True), _role_and_powers()
    )


def _role_and_powers() -> rx.Component:
    return rx.fragment(
        segmented_field(
            "role",
            desk.ROLE_WORD,
            StaffState.roles,
            value=StaffState.role,
            on_change=StaffState.choose_role,
            problem=StaffState.problems["role"],
        ),
        _preset(),
        rx.cond(StaffState.preset == "own", _switches()),
    )


def _preset() -> rx.Component:
    return select_field(
        "preset",
        desk.PRESET,
        StaffState.presets,
        value=StaffState.preset,
        on_change=StaffState.choose_preset,
        problem=StaffState.problems["without"],
    )


def _switches() -> rx.Component:
    """Permission by permission, in words."""
    return fields(rx.foreach(StaffState.powers, _switch), columns=2)


def _switch(p: rx.Var[PowerRow]) -> rx.Component:
    return switch_field(
        p.key,
        p.label,
        checked=p.is_on,
        on_change=StaffState.switch_power(p.key),
        id=rx.Var.create("power-") + p.key,
    )


def _powers() -> rx.Component:
    return dialog(
        muted(ABOUT.role_word),
        _preset(),
        _switches(),
        open=StaffState.panel == "powers",
        on_close=StaffState.close_panel,
        title=desk.ROLE,
        help=ABOUT.name,
        actions=[
            button(common.SAVE, kind="main", on_click=StaffState.save_powers),
            button(common.CANCEL, on_click=StaffState.close_panel),
        ],
        wide=True,
    )


def _invite() -> rx.Component:
    return dialog(
        form(
            email_field(
                "email", people.EMAIL, default=ABOUT.email, problem=StaffState.problems["email"]
            ),
            _role_and_powers(),
            on_submit=StaffState.invite,
            id="invite-form",
        ),
        open=StaffState.panel == "invite",
        on_close=StaffState.close_panel,
        title=desk.INVITE_STAFF,
        help=ABOUT.name,
        actions=form_buttons("invite-form", desk.INVITE, StaffState.close_panel),
    )


def _link() -> rx.Component:
    return dialog(
        copy_line(
            StaffState.link,
            desk.JOIN_LINK,
            button(
                desk.COPY_LINK,
                icon="copy",
                kind="main",
                on_click=[rx.set_clipboard(StaffState.link), StaffState.copied],
            ),
        ),
        muted(desk.JOIN_LINK_HELP),
        open=StaffState.panel == "link",
        on_close=StaffState.close_panel,
        title=desk.JOIN_LINK,
        help=ABOUT.name,
    )


def _members() -> rx.Component:
    return dialog(
        form(
            select_field(
                "to_staff_id",
                desk.COACH,
                StaffState.others,
                empty=desk.CHOOSE,
                problem=StaffState.problems["to_staff_id"],
                help=ABOUT.members,
            ),
            on_submit=StaffState.hand_members,
            id="members-form",
        ),
        open=StaffState.panel == "members",
        on_close=StaffState.close_panel,
        title=desk.HAND_MEMBERS,
        help=ABOUT.name,
        actions=form_buttons("members-form", desk.HAND_MEMBERS, StaffState.close_panel),
    )


def _remove() -> rx.Component:
    return confirm(
        open=StaffState.panel == "remove",
        on_close=StaffState.close_panel,
        title=desk.REMOVE_ROLE,
        body=rx.fragment(ABOUT.name, ". ", say(desk.REMOVE_ROLE_WHY)),
        action=desk.REMOVE_ROLE,
        on_confirm=StaffState.remove_role,
    )


def _hand_over() -> rx.Component:
    pick = form(
        select_field(
            "to_user_id",
            desk.HAND_OVER_TO,
            StaffState.heirs,
            empty=desk.CHOOSE,
            problem=StaffState.problems["to_user_id"],
        ),
        password_field(
            "password",
            desk.PASSWORD,
            help=desk.PASSWORD_HELP,
            problem=StaffState.problems["password"],
        ),
        on_submit=StaffState.hand_over,
        id="hand-over-form",
    )
    has_heirs = StaffState.heirs.length() > 0
    return dialog(
        notice("warning", None, desk.HAND_OVER_WHY),
        rx.cond(has_heirs, pick, muted(desk.NOBODY_TO_HAND)),
        open=StaffState.panel == "hand_over",
        on_close=StaffState.close_panel,
        title=desk.HAND_OVER_TITLE,
        actions=[
            rx.cond(
                has_heirs,
                button(
                    desk.HAND_OVER,
                    kind="danger",
                    icon="key",
                    submit=True,
                    custom_attrs={"form": "hand-over-form"},
                ),
            ),
            button(common.CANCEL, on_click=StaffState.close_panel),
        ],
    )


def _known(name: str) -> dict[str, object]:
    return {"default": StaffState.start[name], "problem": StaffState.problems[name]}
