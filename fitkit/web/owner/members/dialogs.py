"""The roster's dialogs: a new member, a tag, a coach, the invitation of several."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import more_fields, suggestions
from fitkit.design.dialog import confirm, dialog, form_buttons
from fitkit.design.feedback import notice
from fitkit.design.field import (
    check_field,
    date_field,
    email_field,
    id_field,
    phone_field,
    select_field,
    text_field,
)
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.type import ltr
from fitkit.texts import common, desk
from fitkit.texts import members as texts
from fitkit.web.frames import path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.members.state import MembersState
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.member import TwinRow

LABELS = {
    name: texts.FIELDS[name]
    for name in (
        "first_name",
        "last_name",
        "phone",
        "email",
        "birth_date",
        "national_id",
        "address",
        "emergency_name",
        "emergency_phone",
        "joined_on",
    )
}

HIDDEN = (  # the fields that wait behind a line
    "birth_date",
    "national_id",
    "gender",
    "address",
    "emergency_name",
    "emergency_phone",
    "source",
    "joined_on",
)


def all_of_them() -> rx.Component:
    """Every dialog of the roster; each is drawn when it opens."""
    return rx.fragment(_add(), _tag(), _coach(), _invite())


def details_fields(
    problems: rx.Var[dict[str, str]],
    start: rx.Var[dict[str, str]] | None,
    *,
    genders: rx.Var[list[Choice]],
    sources: rx.Var[list[Choice]],
    id_help: Text,
) -> rx.Component:
    """What is known of a member: those needed first, the others behind a line."""

    def known(name: str, *, optional: bool = True) -> dict[str, object]:
        begun = {} if start is None else {"default": start[name]}
        return {"problem": problems[name], "optional": optional, **begun}

    return rx.fragment(
        fields(
            text_field(
                "first_name",
                texts.FIRST_NAME,
                **known("first_name", optional=False),
            ),
            text_field("last_name", texts.LAST_NAME, **known("last_name")),
            phone_field("phone", texts.PHONE, **known("phone")),
            email_field("email", texts.EMAIL, **known("email")),
            columns=2,
        ),
        more_fields(
            desk.MORE_DETAILS,
            fields(
                date_field("birth_date", texts.BIRTH_DATE, **known("birth_date")),
                id_field(
                    "national_id",
                    texts.NATIONAL_ID,
                    help=id_help,
                    problem=problems["national_id"],
                    optional=True,
                ),
                select_field("gender", texts.GENDER, genders, **known("gender")),
                text_field("address", texts.ADDRESS, **known("address")),
                text_field("emergency_name", texts.EMERGENCY_NAME, **known("emergency_name")),
                phone_field("emergency_phone", texts.EMERGENCY_PHONE, **known("emergency_phone")),
                select_field("source", texts.SOURCE, sources, **known("source")),
                date_field("joined_on", texts.JOINED_ON, **known("joined_on")),
                columns=2,
            ),
            is_open=_any(problems, HIDDEN),
        ),
    )


def _any(problems: rx.Var[dict[str, str]], names: tuple[str, ...]) -> rx.Var[bool]:
    """Whether a problem stands at one of these fields."""
    found: rx.Var[bool] = rx.cond(problems[names[0]], True, False)  # noqa: FBT003
    for name in names[1:]:
        found = rx.cond(problems[name], True, found)  # noqa: FBT003
    return found


def _add() -> rx.Component:
    give = select_field(
        "plan", desk.GIVE_NOW, MembersState.plans, empty=desk.NO_PLAN_NOW, optional=True
    )
    return dialog(
        form(
            problem_summary(MembersState.problems, LABELS),
            details_fields(
                MembersState.problems,
                None,
                genders=MembersState.genders,
                sources=MembersState.sources,
                id_help=desk.ID_HELP,
            ),
            rx.cond(may(Permission.GIVE_PLANS), give),
            rx.cond(may(Permission.INVITE_MEMBERS), check_field("invite", desk.INVITE_NOW)),
            _twins(),
            on_submit=MembersState.add,
            id="add-member",
        ),
        open=MembersState.panel == "add",
        on_close=MembersState.close_panel,
        title=desk.ADD_TITLE,
        actions=form_buttons("add-member", common.ADD, MembersState.close_panel),
        wide=True,
    )


def _twins() -> rx.Component:
    """Who may be the same person: open theirs, or add all the same."""
    anyway = button(
        desk.ADD_ANYWAY, icon="add", submit=True, on_click=MembersState.mean_it, small=True
    )
    return rx.cond(
        MembersState.twins.length() > 0,
        notice(
            "warning",
            desk.TWIN_TITLE,
            items(rx.foreach(MembersState.twins, _twin), own=False),
            anyway,
            urgent=True,
        ),
    )


def _twin(t: rx.Var[TwinRow]) -> rx.Component:
    return item(
        item_text(t.name, rx.fragment(ltr(t.phone), " ", t.why)),
        rx.cond(t.is_archived, chip(desk.IN_THE_ARCHIVE)),
        link_button(common.OPEN, f"{path_in('/dashboard/members/')}{t.id}/", small=True),
    )


def _tag() -> rx.Component:
    return dialog(
        form(
            text_field(
                "name",
                desk.TAG_NAME,
                help=desk.TAG_HELP,
                problem=MembersState.problems["name"],
                most=30,
                custom_attrs={"list": "tags-known"},
            ),
            suggestions("tags-known", MembersState.tags),
            on_submit=MembersState.tag_chosen,
            id="tag-members",
        ),
        open=MembersState.panel == "tag",
        on_close=MembersState.close_panel,
        title=desk.TAG_THEM,
        help=MembersState.chosen_words,
        actions=form_buttons("tag-members", common.ADD, MembersState.close_panel),
    )


def _coach() -> rx.Component:
    return dialog(
        form(
            select_field(
                "coach",
                desk.COACH,
                MembersState.coaches,
                empty=desk.NO_COACH,
                problem=MembersState.problems["coach"],
            ),
            on_submit=MembersState.assign_chosen,
            id="assign-coach",
        ),
        open=MembersState.panel == "coach",
        on_close=MembersState.close_panel,
        title=desk.ASSIGN,
        help=MembersState.chosen_words,
        actions=form_buttons("assign-coach", common.SAVE, MembersState.close_panel),
    )


def _invite() -> rx.Component:
    return confirm(
        open=MembersState.panel == "invite",
        on_close=MembersState.close_panel,
        title=MembersState.invite_words,
        body=desk.INVITE_WHY,
        action=common.SEND,
        on_confirm=MembersState.invite_chosen,
        kind="main",
        icon="send",
    )
