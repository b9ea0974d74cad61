"""Penalties and the ladder as a person reads them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, moment
from fitkit.features.booking.queries import OffenceView
from fitkit.features.penalties.rules import Ladder, PenaltyState, Step
from fitkit.texts import penalties as texts

_KINDS = {
    PenaltyState.STANDING: "warning",
    PenaltyState.DISPUTED: "info",
    PenaltyState.UPHELD: "neutral",
    PenaltyState.EXCUSED: "positive",
}


@dataclass
class PenaltyRow:
    """One penalty."""

    id: str = ""
    member_id: str = ""
    member: str = ""
    title: str = ""  # No-show: WOD
    when: str = ""  # of the class
    outcome: str = ""
    state: str = ""
    kind: str = "neutral"
    dispute: str = ""  # the member's words
    decision: str = ""  # staff's words
    until: str = ""  # until when it can be disputed; empty: not any more
    may_excuse: bool = False
    excuse_label: str = ""
    uphold_label: str = ""


def penalty_row(view: OffenceView, *, zone: ZoneInfo, lang: Lang) -> PenaltyRow:
    """A penalty with its class, worded."""
    p = view.penalty
    name = view.session.name.to(lang)
    until = moment(p.dispute_until, zone, lang) if p.may_dispute else ""
    return PenaltyRow(
        id=str(p.id),
        member_id=str(p.member_id),
        member=p.member,
        title=texts.OF_CLASS.to(lang, offence=texts.OFFENCES[p.offence], session=name),
        when=moment(view.session.starts_at, zone, lang),
        outcome=_outcome(p.step, p.blocks_until, p.state, zone, lang),
        state=texts.STATES[p.state].to(lang),
        kind=_KINDS[p.state],
        dispute=texts.WROTE.to(lang, words=p.dispute) if p.dispute else "",
        decision=texts.WROTE.to(lang, words=p.decision) if p.decision else "",
        until=texts.DISPUTE_UNTIL.to(lang, until=until) if until else "",
        may_excuse=p.state is not PenaltyState.EXCUSED,
        excuse_label=texts.EXCUSE_NAMED.to(lang, name=p.member),
        uphold_label=texts.UPHOLD_NAMED.to(lang, name=p.member),
    )


def ladder_words(ladder: Ladder, lang: Lang) -> list[str]:
    """The rules as a member reads them, a sentence a line."""
    if not ladder.is_on:
        return [texts.ALL_OFF.to(lang)]
    both = ladder.counts_late_cancels, ladder.counts_no_shows
    counted = {
        (True, True): texts.COUNTED_BOTH,
        (True, False): texts.COUNTED_LATE,
        (False, True): texts.COUNTED_MISSED,
    }[both if any(both) else (True, True)]
    rungs = [_rung(ladder, n, lang) for n in range(1, len(ladder.steps) + 1)]
    rungs[-1] = texts.RUNG_AND_ON.to(lang, rung=rungs[-1])
    return [
        counted.to(lang, days=texts.days(ladder.window_days)),
        *rungs,
        texts.DISPUTED_FOR.to(lang, hours=texts.hours(ladder.dispute_hours)),
    ]


def _rung(ladder: Ladder, n: int, lang: Lang) -> str:
    step = ladder.steps[n - 1]
    return texts.RUNG[step].to(lang, n=n, block=texts.days(ladder.block_days))


def _outcome(
    step: Step, blocks_until: datetime | None, state: PenaltyState, zone: ZoneInfo, lang: Lang
) -> str:
    if state is PenaltyState.EXCUSED:
        return texts.DECISIONS[state].to(lang)
    until = moment(blocks_until, zone, lang) if blocks_until else ""
    return texts.OUTCOMES[step].to(lang, until=until)
