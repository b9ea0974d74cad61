"""Another plan instead of the one that is held: agreed to, paid, done; or called off.

Locks: the deal, then the change, then the member's turn in booking, the member and the subscriptions; what
payments and the book hold comes last.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import structlog

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _changing, periods
from fitkit.features.billing.actions._plans import coupon_columns
from fitkit.features.billing.events.changes import (
    ChangeCalledOff,
    ChangeFailed,
    ChangePlanned,
)
from fitkit.features.billing.queries import change_links, deals, endings, orders
from fitkit.features.billing.queries import changes as queries
from fitkit.features.billing.queries.change_links import ChangeLink
from fitkit.features.billing.queries.changes import ChangeView
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.changes import (
    CAUSE,
    ChangeKind,
    ChangeState,
)
from fitkit.features.billing.rules.checkout import (
    terms_as_kept,
)
from fitkit.features.billing.tables import Deal, PlanChange
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import ChargeMode, ChargeState, NoAccountError
from fitkit.features.plans import queries as plans
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import changes as texts

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A change that was agreed to."""

    change_id: UUID
    charge_id: UUID | None  # to be told to the company; None: nothing is to be paid now
    by_card: bool  # by the kept one; else on the company's page


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody agreed to, as they saw it."""

    member_id: UUID
    deal_id: UUID
    plan_id: UUID
    as_shown: str
    lang: Lang
    is_remote: bool  # the law takes it for one from afar


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def begin_change(
    w: Work, *, member_id: UUID, deal_id: UUID, to_plan_id: UUID, as_shown: str, lang: Lang
) -> Begun:
    """Agree to change to a plan, as ``queries.change_preview`` showed it; told twice, it is one change.

    A dearer plan: its charge is opened, by the kept card or on a page, and the old plan stays until it is
    paid. One that costs the same or less waits for its day. What costs nothing now is done at once. Holds
    the deal's row. Publishes ChangePlanned, or DealChanged.

    Raises:
        NotFound: no such deal of this member, or no such plan on sale.
        Refusal: it may not be changed; another price or day than was shown; an earlier change is being
            paid; the gym takes no cards; staff, and the member has no card kept.
    """
    asked = _Asked(member_id, deal_id, to_plan_id, as_shown, lang, is_remote=queries.is_remote(w))
    deal, row, view = _agree(w, asked)
    mode = ChargeMode.CARD if view.card_last4 else ChargeMode.PAGE
    if mode is ChargeMode.PAGE and _is_to_pay(row) and not w.actor.acts_for(member_id):
        raise Refusal(texts.NO_CARD_KEPT)  # a page is for who pays on it
    return _begin(w, deal, row, mode)


@internal
def begin_by_link(w: Work, *, link: ChangeLink, as_shown: str, lang: Lang) -> Begun:
    """Agree to the change that staff offered by a link, as it was shown on its page; two tabs are one change.

    What is paid is paid on the company's page. Holds the deal's row. Publishes as ``begin_change``.

    Raises:
        NotFound: the deal is not there.
        Refusal: the deal or the plan is another by now; another price or day than was shown; an earlier try
            is still being looked up; the gym takes no cards.
    """
    asked = _Asked(
        link.target.member_id, link.deal_id, link.plan_id, as_shown, lang, is_remote=True
    )
    w.hold(Deal, link.deal_id)
    change_links.check_offered(w, link=link)
    same = _on_page(w, asked)
    if same is not None:
        return same
    deal, row, _ = _agree(w, asked)
    return _begin(w, deal, row, ChargeMode.PAGE)


def _on_page(w: Work, asked: _Asked) -> Begun | None:
    """The change that is on the company's page already, as it is shown now; None: there is none."""
    row = queries.ahead_of(w, deal_id=asked.deal_id)
    if row is None or row.state is not ChangeState.OPEN or row.plan_id != asked.plan_id:
        return None
    view = _view(w, asked)
    cause = charges.state_of_cause(w, kind=CAUSE, id=row.id)
    is_same = (
        view.why_not is None
        and view.mark == asked.as_shown
        and cause.state in (ChargeState.CREATED, ChargeState.ON_PAGE)
        and (row.takes_on, row.lines) == (view.takes_on, _kept_lines(view))
        and row.is_remote == asked.is_remote
    )
    return Begun(row.id, cause.charge_id, by_card=False) if is_same else None


def _is_to_pay(row: PlanChange) -> bool:
    return row.state is not ChangeState.PLANNED and row.amount_agorot > 0


def _begin(w: Work, deal: Deal, row: PlanChange, mode: ChargeMode) -> Begun:
    """Open the charge of what was agreed to; what costs nothing now is done, or waits for its day."""
    if not _is_to_pay(row):
        if row.state is not ChangeState.PLANNED:
            _changing.do(w, deal, row)
        return Begun(row.id, None, by_card=False)
    try:
        charge_id = payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_paid_lines(row),
            words=_words(w, row),
            mode=mode,
            keeps_card=mode is ChargeMode.PAGE,
        )
    except NoAccountError:
        raise Refusal(texts.NO_CARDS_HERE) from None
    return Begun(row.id, charge_id, by_card=mode is ChargeMode.CARD)


@requires(Permission.EDIT_MONEY)
def change_at_desk(
    w: Work,
    *,
    member_id: UUID,
    deal_id: UUID,
    to_plan_id: UUID,
    as_shown: str,
    way: PayWay,
    note: str,
    lang: Lang,
) -> UUID:
    """The same for a member who pays at the desk: all or nothing; return the change's id.

    Raises:
        NotFound, Refusal: as for ``begin_change``; a way or note that payments refuse.
    """
    asked = _Asked(member_id, deal_id, to_plan_id, as_shown, lang, is_remote=queries.is_remote(w))
    deal, row, _ = _agree(w, asked)
    if row.state is ChangeState.PLANNED:
        return row.id
    if row.amount_agorot:
        payments.take_by_hand(
            w,
            member_id=member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_paid_lines(row),
            words=_words(w, row),
            way=way,
            note=note,
            paid_on=day_of(w.now, w.actor.zone),
        )
    _changing.do(w, deal, row)
    return row.id


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def call_off(w: Work, *, member_id: UUID, change_id: UUID) -> None:
    """Stay with the present plan: a change whose day is to come will not be. Told again, nothing.

    Holds the deal's row. Publishes ChangeCalledOff.

    Raises:
        NotFound: no such change of this member.
        Refusal: it was made, or is being paid.
    """
    found = w.get(PlanChange, change_id)
    if found.member_id != member_id:
        raise NotFound
    w.hold(Deal, found.deal_id)
    row = w.hold(PlanChange, change_id)
    if row.state is ChangeState.CALLED_OFF:
        return
    if row.state is not ChangeState.PLANNED:
        raise Refusal(texts.OVER_ALREADY)
    _call_off(w, row)


@internal
def settle_change(w: Work, *, change_id: UUID) -> ChangeState:
    """Bring a change in step with what became of its charges: make it when one is paid; told again, nothing.

    What can no longer be made goes back by itself, and the old plan stays. Holds the deal and the change.
    Publishes DealChanged or ChangeFailed.

    Raises:
        NotFound: no such change in this gym.
    """
    deal = w.hold(Deal, w.get(PlanChange, change_id).deal_id)
    row = w.hold(PlanChange, change_id)
    cause = charges.state_of_cause(w, kind=CAUSE, id=change_id)
    if row.state is ChangeState.DONE:
        return row.state
    if cause.state is ChargeState.PAID and cause.charge_id is not None:
        if charges.charge(w, charge_id=cause.charge_id).left:
            _do_or_give_back(w, deal, row, cause.charge_id)
        return row.state
    after = rules.after(row.state, cause.state)
    if after is not row.state:
        row.state = after
        w.session.flush()
        _publish_failed(w, row, is_given_back=False)
    return row.state


@internal
def open_or_turn(w: Work, *, deal_id: UUID) -> UUID | None:
    """Open the next period of a deal when it has begun, of the plan that it becomes then if one is planned.

    Returns the period, which is owed from then on; None: nothing was due. Otherwise as
    ``periods.open_next``. Holds the deal's row. Publishes DealChanged or ChangeFailed too.

    Raises:
        NotFound: no such deal in this gym.
    """
    deal = w.hold(Deal, deal_id)
    first = periods.due_on(w, deal=deal)
    turned = None if first is None else _turn_if_planned(w, deal, first)
    return turned or periods.open_next(w, deal_id=deal_id)


def _turn_if_planned(w: Work, deal: Deal, first: date) -> UUID | None:
    """Make the change that waits for the end of what is paid; None: there is none, or the old plan goes on."""
    row = queries.ahead_of(w, deal_id=deal.id)
    if row is None or row.state is not ChangeState.PLANNED:
        return None
    try:
        with w.session.begin_nested():
            return _changing.turn(w, deal, w.hold(PlanChange, row.id), first)
    except Refusal as why:
        log.info("planned_change_refused", change_id=str(row.id), why=why.to(Lang.EN))
    w.session.refresh(deal)
    row.state = ChangeState.FAILED
    w.session.flush()
    _publish_failed(w, row, is_given_back=False)
    return None


def _view(w: Work, asked: _Asked) -> ChangeView:
    deal = endings.deal_of(w, member_id=asked.member_id, deal_id=asked.deal_id)
    return queries.preview_of(w, deal=deal, to_plan_id=asked.plan_id, is_remote=asked.is_remote)


def _agree(w: Work, asked: _Asked) -> tuple[Deal, PlanChange, ChangeView]:
    """The change as it was shown, written down; what was begun before and came to nothing gives way."""
    endings.deal_of(w, member_id=asked.member_id, deal_id=asked.deal_id)
    deal = w.hold(Deal, asked.deal_id)
    before = queries.ahead_of(w, deal_id=deal.id)
    if before is not None and before.state is ChangeState.OPEN:
        _give_way(w, before)
    view = _view(w, asked)
    if view.why_not is not None:
        raise Refusal(view.why_not)
    if view.mark != asked.as_shown:
        raise Refusal(texts.CHANGED_MEANWHILE)
    if before is not None and before.state is ChangeState.PLANNED:
        if before.plan_id == asked.plan_id and view.kind is ChangeKind.DOWNGRADE:
            return deal, before, view
        _call_off(w, before)
    return deal, _written(w, deal, asked, view), view


def _give_way(w: Work, row: PlanChange) -> None:
    """An earlier try of which the company knows nothing, or whose page was not paid, is over.

    Raises:
        Refusal: nobody knows yet, or it was paid a moment ago.
    """
    cause = charges.state_of_cause(w, kind=CAUSE, id=row.id)
    if cause.state in (ChargeState.CREATED, ChargeState.ON_PAGE) and cause.charge_id is not None:
        if not payments.abandon(w, charge_id=cause.charge_id):
            raise Refusal(texts.STILL_PAYING)
    elif cause.state in (ChargeState.UNKNOWN, ChargeState.PAID):
        raise Refusal(texts.STILL_PAYING)
    row.state = ChangeState.CALLED_OFF
    w.session.flush()


def _written(w: Work, deal: Deal, asked: _Asked, view: ChangeView) -> PlanChange:
    plan = queries.sold_plan(w, plan_id=asked.plan_id)
    off = deals.discount_for(w, deal=deal, plan=plan)
    is_now = view.kind is ChangeKind.UPGRADE
    row = PlanChange(
        deal_id=deal.id,
        member_id=deal.member_id,
        plan_id=plan.id,
        kind=view.kind,
        state=ChangeState.OPEN if is_now else ChangeState.PLANNED,
        takes_on=view.takes_on,
        period_number=deal.next_number - 1,
        lines=_kept_lines(view),
        amount_agorot=view.amount.agorot,
        credit_agorot=view.credit.agorot,
        price_agorot=plan.price.agorot,
        every=plan.every,
        commitment_months=plan.commitment_months,
        open_price_agorot=None if plan.open_price is None else plan.open_price.agorot,
        billing_day=plan.billing_day,
        **coupon_columns(off, deal.off_code),
        terms=terms_as_kept(plan.terms),
        disclosed="\n".join(view.disclosed[0 if asked.lang is Lang.HE else 1]),
        is_remote=asked.is_remote,
        by_user_id=w.actor.user_id,
    )
    w.add(row)
    w.session.flush()
    if not is_now:
        w.publish(
            ChangePlanned(
                about=row.id,
                member_id=row.member_id,
                plan_id=plan.id,
                takes_on=row.takes_on,
                amount_agorot=row.amount_agorot,
            )
        )
    return row


def _kept_lines(view: ChangeView) -> list[list[str | int]]:
    return [[line.words.he, line.amount.agorot, 1] for line in view.lines if line.amount]


def _do_or_give_back(w: Work, deal: Deal, row: PlanChange, charge_id: UUID) -> None:
    try:
        with w.session.begin_nested():
            _changing.do(w, deal, row)
    except Refusal as why:
        w.session.refresh(deal)
        w.session.refresh(row)
        lang = orders.gym_lang(w)
        payments.open_refund_by_itself(
            w,
            charge_id=charge_id,
            amount=charges.charge(w, charge_id=charge_id).left,
            why=texts.WHY_GIVEN_BACK.to(lang, why=why.to(lang))[:500],
            cause_kind=CAUSE,
            cause_id=row.id,
        )
        row.state = ChangeState.FAILED
        w.session.flush()
        _publish_failed(w, row, is_given_back=True)


def _call_off(w: Work, row: PlanChange) -> None:
    row.state = ChangeState.CALLED_OFF
    w.session.flush()
    w.publish(ChangeCalledOff(about=row.id, member_id=row.member_id, plan_id=row.plan_id))


def _publish_failed(w: Work, row: PlanChange, *, is_given_back: bool) -> None:
    w.publish(
        ChangeFailed(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            is_given_back=is_given_back,
        )
    )


def _paid_lines(row: PlanChange) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines)


def _words(w: Work, row: PlanChange) -> Text:
    name = plans.plan(w, plan_id=row.plan_id).name
    return Text(
        texts.CHARGE_WORDS.to(Lang.HE, plan=name), texts.CHARGE_WORDS.to(Lang.EN, plan=name)
    )
