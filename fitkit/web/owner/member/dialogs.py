"""The dialogs of a member's page: give, correct and end a plan, its story, details, a tag."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.desk import suggestions
from fitkit.design.dialog import dialog, form_buttons, side_sheet
from fitkit.design.feedback import notice
from fitkit.design.field import date_field, number_field, select_field, text_field
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.tally import tally_line
from fitkit.design.type import muted, strong
from fitkit.texts import common, desk
from fitkit.web.owner.member.state import MemberState
from fitkit.web.owner.members.dialogs import LABELS, details_fields
from fitkit.web.rows.subscription import MoveRow

ABOUT = MemberState.about


def all_of_them() -> rx.Component:
    """Every dialog of the page; each is drawn when it opens."""
    return rx.fragment(_give(), _adjust(), _end(), _moves(), _edit(), _tag())


def _give() -> rx.Component:
    return dialog(
        form(
            fields(
                select_field(
                    "plan",
                    desk.PLAN,
                    MemberState.plans,
                    default=MemberState.start["plan"],
                    on_change=MemberState.consider("plan"),
                    problem=MemberState.problems["plan_id"],
                ),
                date_field(
                    "starts_on",
                    desk.STARTS_ON,
                    default=MemberState.start["starts_on"],
                    on_change=MemberState.consider("starts_on"),
                    problem=MemberState.problems["starts_on"],
                ),
                columns=2,
            ),
            rx.cond(
                MemberState.promise != "", notice("info", desk.WHAT_THEY_GET, MemberState.promise)
            ),
            on_submit=MemberState.give,
            id="give-form",
        ),
        open=MemberState.panel == "give",
        on_close=MemberState.close_panel,
        title=desk.GIVE_PLAN,
        help=MemberState.head.name,
        actions=form_buttons("give-form", desk.GIVE_PLAN, MemberState.close_panel),
    )


def _adjust() -> rx.Component:
    return dialog(
        tally_line(ABOUT.used, ABOUT.total, ABOUT.left, height=20),
        form(
            number_field(
                "delta",
                desk.DELTA,
                help=desk.DELTA_HELP,
                problem=MemberState.problems["delta"],
            ),
            text_field(
                "note",
                desk.REASON,
                most=200,
                help=desk.REASON_HELP,
                problem=MemberState.problems["note"],
            ),
            on_submit=MemberState.adjust,
            id="adjust-form",
        ),
        open=MemberState.panel == "adjust",
        on_close=MemberState.close_panel,
        title=desk.ADJUST,
        help=ABOUT.plan,
        actions=form_buttons("adjust-form", common.SAVE, MemberState.close_panel),
    )


def _end() -> rx.Component:
    return dialog(
        notice("warning", None, desk.END_WHY, " ", ABOUT.loses),
        form(
            date_field(
                "day",
                desk.END_LATER,
                help=desk.END_LATER_HELP,
                problem=MemberState.problems["day"],
                optional=True,
            ),
            on_submit=MemberState.end,
            id="end-form",
        ),
        open=MemberState.panel == "end",
        on_close=MemberState.close_panel,
        title=desk.END_PLAN,
        help=ABOUT.plan,
        actions=[
            button(desk.END_PLAN, kind="danger", submit=True, custom_attrs={"form": "end-form"}),
            button(common.CANCEL, on_click=MemberState.close_panel),
        ],
    )


def _moves() -> rx.Component:
    return side_sheet(
        items(rx.foreach(MemberState.moves, _move), own=False),
        open=MemberState.panel == "moves",
        on_close=MemberState.close_panel,
        title=desk.MOVES,
        help=ABOUT.plan,
    )


def _move(m: rx.Var[MoveRow]) -> rx.Component:
    return item(
        item_text(m.what, m.at, m.note),
        strong(m.delta),
        muted(desk.BALANCE, " ", m.left),
    )


def _edit() -> rx.Component:
    return dialog(
        form(
            problem_summary(MemberState.problems, LABELS),
            details_fields(
                MemberState.problems,
                MemberState.start,
                genders=MemberState.genders,
                sources=MemberState.sources,
                id_help=desk.ID_KEPT,
            ),
            on_submit=MemberState.save,
            id="edit-form",
        ),
        open=MemberState.panel == "edit",
        on_close=MemberState.close_panel,
        title=desk.EDIT_DETAILS,
        actions=form_buttons("edit-form", common.SAVE, MemberState.close_panel),
        wide=True,
    )


def _tag() -> rx.Component:
    return dialog(
        form(
            text_field(
                "name",
                desk.TAG_NAME,
                help=desk.TAG_HELP,
                problem=MemberState.problems["name"],
                most=30,
                custom_attrs={"list": "tags-known"},
            ),
            suggestions("tags-known", MemberState.all_tags),
            on_submit=MemberState.add_tag,
            id="tag-form",
        ),
        open=MemberState.panel == "tag",
        on_close=MemberState.close_panel,
        title=desk.TAG_THEM,
        actions=form_buttons("tag-form", common.ADD, MemberState.close_panel),
    )
