"""The dialogs of letting a plan rest and of waking it."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import notice
from fitkit.design.field import date_field, segmented_field, select_field, text_field
from fitkit.design.form import fields, form
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.features.subscriptions.rules import FREEZE_DAYS, FreezeKind
from fitkit.texts import freezes as texts
from fitkit.web.widgets.change import effect_lines


def freeze_dialogs(
    st: Any,  # Any: a State of FreezeDeeds
    *after: Any,
    plans: "rx.Var[Any] | None" = None,
) -> rx.Component:
    """Both of them.

    Args:
        st: the State.
        after: handlers that read anew what has changed.
        plans: choices of the plan and of the kind, for staff; None: for the member, the plan is chosen.
    """
    return rx.fragment(_freeze(st, after, plans), _wake(st, after))


def _freeze(st: Any, after: tuple[Any, ...], plans: "rx.Var[Any] | None") -> rx.Component:
    least, most = FREEZE_DAYS
    how = muted(rx.el.span(say(texts.FREEZE_HELP, least=least, most=most)), small=True)
    return dialog(
        rx.cond(st.problems["plan"], notice("warning", None, st.problems["plan"], urgent=True)),
        form(
            *_for_staff(st, plans),
            fields(
                _day(st, "first_on", texts.FIRST_ON), _day(st, "last_on", texts.LAST_ON), columns=2
            ),
            *_note(st, plans),
            on_submit=[st.freeze, *after],
            id="rest-form",
        ),
        rx.cond(st.is_shown, effect_lines(st.effect)),
        how,
        muted(texts.MEDICAL_HELP, small=True) if plans is None else None,
        open=st.panel == "freeze",
        on_close=st.close_panel,
        title=texts.FREEZE,
        help=st.title,
        actions=form_buttons("rest-form", texts.DO_FREEZE, st.close_panel),
    )


def _for_staff(st: Any, plans: "rx.Var[Any] | None") -> list[rx.Component]:
    if plans is None:
        return []
    kinds = [(str(FreezeKind.STAFF), texts.REGULAR), (str(FreezeKind.MEDICAL), texts.MEDICAL)]
    return [
        select_field(
            "plan", texts.WHICH, plans, default=st.start["plan"], on_change=st.consider("plan")
        ),
        segmented_field(
            "kind", texts.KIND, kinds, default=str(FreezeKind.STAFF), on_change=st.consider("kind")
        ),
    ]


def _note(st: Any, plans: "rx.Var[Any] | None") -> list[rx.Component]:
    if plans is None:
        return []
    return [
        text_field(
            "reason",
            texts.NOTE,
            most=200,
            help=texts.NOTE_HELP,
            optional=True,
            problem=st.problems["reason"],
        )
    ]


def _day(st: Any, name: str, label: Text) -> rx.Component:
    return date_field(
        name,
        label,
        default=st.start[name],
        problem=st.problems[name],
        on_change=st.consider(name),
    )


def _wake(st: Any, after: tuple[Any, ...]) -> rx.Component:
    return dialog(
        effect_lines(st.effect),
        open=st.panel == "wake",
        on_close=st.close_panel,
        title=texts.END_FREEZE,
        help=st.title,
        actions=[
            button(texts.END_FREEZE, kind="main", on_click=[st.wake, *after]),
            button(texts.KEEP, on_click=st.close_panel),
        ],
    )
