"""Parts of the settings: what follows a late cancellation or a no-show."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button
from fitkit.design.card import card, card_head
from fitkit.design.desk import plain_lines
from fitkit.design.feedback import skeleton_list, states
from fitkit.design.field import number_field, select_field, switch_field
from fitkit.design.form import fields, form, form_actions, problem_summary
from fitkit.design.layout import section, stack
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.features.penalties import rules
from fitkit.texts import penalties as texts
from fitkit.web.owner.settings.penalties.state import RUNGS, PenaltyRulesState

S = PenaltyRulesState
_LABELS: dict[str, Text] = {
    "window_days": texts.WINDOW_DAYS,
    "block_days": texts.BLOCK_DAYS,
    "decide_hours_after": texts.DECIDE_HOURS,
    "dispute_hours": texts.DISPUTE_HOURS,
    "counts_no_shows": texts.COUNT_MISSED,
}


def penalty_rules() -> rx.Component:
    """The ladder, and beside it what a member reads."""
    return section(
        texts.TITLE,
        muted(texts.SETTINGS_HELP),
        states(
            stack(_form(), gap=4),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=False,
            empty=rx.fragment(),
            skeleton=skeleton_list(2),
            on_retry=S.load,
        ),
    )


def _form() -> rx.Component:
    return form(
        problem_summary(S.problems, _LABELS),
        card(
            switch_field("is_on", texts.IS_ON, default=S.is_on),
            switch_field("counts_late_cancels", texts.COUNT_LATE, default=S.counts_late),
            switch_field(
                "counts_no_shows",
                texts.COUNT_MISSED,
                default=S.counts_missed,
                help=texts.COUNT_MISSED_HELP,
                problem=S.problems["counts_no_shows"],
            ),
            fields(
                *[_step(n) for n in range(RUNGS)],
                _number("window_days", rules.WINDOW_DAYS),
                _number("block_days", rules.BLOCK_DAYS),
                _number("decide_hours_after", rules.DECIDE_HOURS),
                _number("dispute_hours", rules.DISPUTE_HOURS),
                columns=2,
            ),
        ),
        card(card_head(texts.AS_READ), plain_lines(S.lines)),
        form_actions(button(texts.SAVE, kind="main", submit=True)),
        on_submit=S.save,
        id="penalty-rules",
    )


def _number(name: str, bounds: tuple[int, int]) -> rx.Component:
    return number_field(
        name,
        _LABELS[name],
        least=bounds[0],
        most=bounds[1],
        default=S.start[name],
        problem=S.problems[name],
    )


def _step(n: int) -> rx.Component:
    """One rung; all but the first may be left as the one before."""
    kept = [] if n == 0 else [("", texts.STEP_CHOICES[""])]
    offered = [(key, words) for key, words in texts.STEP_CHOICES.items() if key]
    return select_field(
        f"step_{n}",
        say(texts.STEP_N, n=n + 1),
        [*kept, *offered],
        default=S.start[f"step_{n}"],
        problem=S.problems[f"step_{n}"],
    )
