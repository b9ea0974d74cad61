"""What the membership page knows: plans and their next charge, the card, what is owed, what was paid."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import ClassVar, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import Lang, day_in_record, money
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions as billing
from fitkit.features.billing import flows
from fitkit.features.billing import queries as dues
from fitkit.features.billing.queries import AheadView, NextChargeView, UnpaidView
from fitkit.features.billing.rules.renewing import by_credit
from fitkit.features.billing.rules.words import CancellationState
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.payments import queries as payments
from fitkit.features.payments.queries import CardView
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.queries import FreezeView, HeldView
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.texts import changes as change_texts
from fitkit.texts import debts as debt_texts
from fitkit.texts import endings as ending_texts
from fitkit.texts import freezes as freeze_texts
from fitkit.texts import gift_cards as gift_texts
from fitkit.texts import renewals as texts
from fitkit.web.deeds.changes import came_of
from fitkit.web.rows.due import DueRow, PaymentRow, due_row, month_of, payment_row
from fitkit.web.rows.subscription import begins, held_row
from fitkit.web.rows.visit import VisitRow, visit_row
from fitkit.web.screen import Needs, Screen

PAGE: Final = 12
CAME_BACK: Final = "change"  # of the address, after the company's page
SOON: Final = timedelta(days=30)


@dataclass
class PlanRow:
    """A plan that is held, and when it is charged next."""

    id: str  # of the subscription
    deal_id: str  # empty: given without a sale
    name: str
    gives: str
    status: str
    status_kind: str
    is_counted: bool
    used: int
    total: int
    left: str
    price: str
    next: str  # empty: nothing is charged any more
    by_credit: str  # what of it credit pays; empty: nothing
    new_price: str
    until: str
    agreed: str
    notice: str  # that it ends, and the way out has been taken; empty: it goes on
    may_go_on: bool
    go_on_title: str
    go_on_why: str
    may_rest: bool = False
    rests: str = ""  # its freeze, now or ahead; empty: none
    freeze_id: str = ""
    rests_now: bool = False
    may_change: bool = False
    ahead: str = ""  # the plan that it becomes, and when; empty: it stays
    change_id: str = ""  # of what may still be called off
    card: str = ""  # that is charged for it alone; empty: the member's own is
    card_fact: str = ""
    card_warning: str = ""


class MembershipState(Screen, rx.State):
    """One member's plan and payments."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    plans: list[PlanRow] = []
    owed: list[DueRow] = []  # but for what is paid in parts
    owed_words: str = ""
    visits: list[VisitRow] = []  # of mine and of my guests, to be paid for
    is_blocked: bool = False
    is_promised: bool = False  # all that is owed, by a day that is not over
    part: str = ""  # the next part of a debt and its day; empty: none is paid in parts
    parts_left: str = ""
    is_part_late: bool = False
    in_parts: list[DueRow] = []
    due_href: str = ""
    credit: str = ""  # in words; empty: none
    card: str = ""
    card_fact: str = ""
    card_warning: str = ""
    has_cards_apart: bool = False  # some plan is charged to a card of its own
    may_charge_own: bool = False  # there is one, and it is good
    payments: list[PaymentRow] = []
    has_more: bool = False
    shown: int = PAGE
    ask_id: str = ""  # a deal that is asked about
    ask_title: str = ""
    ask_why: str = ""
    busy: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        """Read all of it."""
        self.ask_id, self.busy, self.shown = "", False, PAGE
        toast = None
        async with self.loading():
            toast = await self._look_back()
            await self._refresh()
        return toast

    @rx.event
    async def again(self) -> None:
        """As it is after a deed of another part of the page."""
        async with self.loading():
            await self._refresh()

    @rx.event
    async def show_more(self) -> None:
        """Earlier payments too."""
        self.shown = min(self.shown + PAGE, 200)
        async with self.loading():
            await self._read_payments()

    @rx.event
    async def change_card(self) -> EventSpec | None:
        """Go to the company's page to leave another card."""
        self.busy = True
        async with self.attempt() as deed:
            path = await self.do(dues.due_path, member_id=await self.me())
            token = path.rsplit("/", 1)[-1]
            page = await self.run(flows.change_card, token=token, lang=self.lang())
            deed.toast = self.leave_for(page.url)
        self.busy = False
        return deed.toast

    @rx.event
    async def charge_own_card(self, deal_id: str) -> EventSpec | None:
        """Charge a plan to the card that is kept here, and no more to the one that was left for it."""
        async with self.attempt() as deed:
            me = await self.me()
            await self.do(billing.charge_own_card, member_id=me, deal_id=self.uuid(deal_id))
            await self._refresh()
            deed.toast = self.say(texts.MY_CARD_CHARGED)
        return deed.toast

    @rx.event
    async def ask_go_on(self, deal_id: str) -> None:
        """Ask before a plan goes on after what was agreed."""
        found = next((row for row in self.plans if row.deal_id == deal_id), None)
        if found and found.may_go_on:
            self.ask_id, self.ask_title, self.ask_why = deal_id, found.go_on_title, found.go_on_why

    @rx.event
    async def leave(self) -> None:
        """Leave the question."""
        self.ask_id = ""

    @rx.event
    async def go_on(self) -> EventSpec | None:
        """Let it go on, period by period."""
        asked, self.ask_id = self.ask_id, ""
        async with self.attempt() as deed:
            await self.do(billing.go_on, deal_id=self.uuid(asked), member_id=await self.me())
            await self._refresh()
            deed.toast = self.say(texts.GOES_ON)
        return deed.toast

    async def _look_back(self) -> EventSpec | None:
        """What became of a change that was paid on the company's page, where one comes back from it."""
        asked = str(self.router.url.query_parameters.get(CAME_BACK, ""))
        if not asked:
            return None
        result = await self.run(
            flows.look_at_change, member_id=await self.me(), change_id=self.uuid(asked)
        )
        return came_of(self, result)

    async def _refresh(self) -> None:
        lang, whose = self.lang(), await self.me()
        held = await self.do(subscriptions.held, member_id=whose)
        deals = {d.subscription_id: d for d in await self.do(dues.next_charges, member_id=whose)}
        # A pack that is used up, and not over yet, is nothing to read about.
        running = [
            view
            for view in held
            if view.status is not SubscriptionStatus.ENDED and view.entries_left != 0
        ]
        notices = await self.do(dues.cancellations, member_id=whose)
        ending = {n.deal_id for n in notices if n.state is not CancellationState.WITHDRAWN}
        found = await self.do(subscriptions.freezes, member_id=whose)
        rests = {f.subscription_id: f for f in reversed(found)}  # the one that begins first
        self.plans = [
            _with_rest(_plan_row(view, deals.get(view.id), ending, lang), view, rests, lang)
            for view in running
        ]
        ahead = {one.deal_id: one for one in await self.do(dues.changes_ahead, member_id=whose)}
        today = await self.today()
        for row in self.plans:
            _add_ahead(row, ahead, lang)
            _add_card(row, deals.get(UUID(row.id)), today, lang)
        self.has_cards_apart = any(row.card for row in self.plans)
        unpaid = await self.do(dues.unpaid, member_id=whose)
        await self._read_debts(unpaid, today)
        await self._read_visits()
        credit = await self.do(dues.credit, member_id=whose)
        self.credit = gift_texts.YOUR_CREDIT.to(lang, amount=credit) if credit else ""
        _add_credit(self.plans, deals, ahead, credit, [one.amount for one in unpaid], lang)
        self._show_card(await self.do(payments.card_of, member_id=whose), today)
        await self._read_payments()

    async def _read_debts(self, unpaid: Collection[UnpaidView], today: date) -> None:
        """What is asked for now, and apart from it what was agreed to be paid in parts."""
        lang, zone, whose = self.lang(), await self.zone(), await self.me()
        plan = await self.do(dues.debt_plan, member_id=whose)
        part = plan.next if plan else None
        owed = [one for one in unpaid if part is None or not one.in_parts]
        self.owed = [due_row(one, lang, zone) for one in owed]
        total = sum((one.amount for one in owed), ZERO)
        self.owed_words = texts.MY_DEBT.to(lang, amount=total) if owed else ""
        self.is_promised = all(one.promised_on and one.promised_on >= today for one in owed)
        card = await self.do(members.card, member_id=whose)
        self.is_blocked = card.status is MemberStatus.PAST_DUE
        self.due_href = f"/{lang}{await self.do(dues.due_path, member_id=whose)}/"
        self.part, self.parts_left, self.is_part_late, self.in_parts = "", "", False, []
        if plan is None or part is None:
            return
        self.is_part_late = part.due_on < today
        words = debt_texts.MY_LATE_PART if self.is_part_late else debt_texts.MY_NEXT_PART
        self.part = words.to(lang, amount=part.amount, day=day_in_record(part.due_on))
        self.parts_left = debt_texts.PARTS_LEFT.to(lang, plan.parts - plan.paid)
        self.in_parts = [due_row(one, lang, zone) for one in unpaid if one.in_parts]

    async def _read_visits(self) -> None:
        lang, whose = self.lang(), await self.me()
        paths = await self.do(dues.visit_paths, member_id=whose, lang=lang)
        self.visits = [
            visit_row(view, lang, href=paths[view.order_id])
            for view in await self.do(dues.open_visits, member_id=whose)
            if view.order_id in paths
        ]

    async def _read_payments(self) -> None:
        lang, zone = self.lang(), await self.zone()
        found = await self.do(dues.payments_of, member_id=await self.me(), limit=self.shown + 1)
        self.payments = [payment_row(view, lang, zone) for view in found[: self.shown]]
        self.has_more = len(found) > self.shown

    def _show_card(self, view: CardView | None, today: date) -> None:
        lang = self.lang()
        self.card = self.card_fact = self.card_warning = ""
        self.may_charge_own = view is not None and not view.is_over
        if view is None:
            return
        self.card = texts.CARD_IS.to(lang, last4=view.last4)
        self.card_fact = texts.CARD_UNTIL.to(lang, month=month_of(view.good_until))
        self.card_warning = _warning(view, today, lang)


def _until(view: HeldView, lang: Lang) -> str:
    return texts.UNTIL.to(lang, day=day_in_record(view.ends_on)) if view.ends_on else ""


def _plan_row(
    view: HeldView, deal: NextChargeView | None, ending: Collection[UUID], lang: Lang
) -> PlanRow:
    held = held_row(view, names={}, lang=lang)
    row = PlanRow(
        id=str(view.id),
        deal_id=str(deal.deal_id) if deal else "",
        name=held.plan,
        gives=held.gives,
        status=held.status,
        status_kind=held.status_kind,
        is_counted=held.is_counted,
        used=held.used,
        total=held.total,
        left=held.left,
        price="",
        next="",
        by_credit="",
        new_price="",
        until=begins(view, lang) or _until(view, lang),
        agreed="",
        notice="",
        may_go_on=False,
        go_on_title="",
        go_on_why="",
    )
    if deal is not None:
        _add_deal(row, deal, lang)
        if deal.deal_id in ending:
            row.notice = ending_texts.ENDS_BY_NOTICE.to(lang)
    return row


def _with_rest(
    row: PlanRow, view: HeldView, rests: Mapping[UUID, FreezeView], lang: Lang
) -> PlanRow:
    """The freeze that is next or runs; without one, whether it may rest."""
    rest = rests.get(view.id)
    if rest is None:
        row.may_rest = view.kind is not PlanKind.TRIAL and row.notice == ""
        return row
    words = freeze_texts.RESTS_NOW if rest.has_begun else freeze_texts.RESTS_LATER
    row.rests = words.to(lang, first=rest.first_on, last=rest.last_on)
    row.freeze_id, row.rests_now = str(rest.id), rest.has_begun
    return row


def _add_ahead(row: PlanRow, ahead: Mapping[UUID, AheadView], lang: Lang) -> None:
    """The plan that it becomes; without one, whether it may be changed."""
    one = ahead.get(UUID(row.deal_id)) if row.deal_id else None
    if one is None:
        row.may_change = row.next != "" and row.notice == ""
    elif one.is_checking:
        row.ahead = change_texts.CHECKING.to(lang)
    else:
        row.ahead = change_texts.AHEAD.to(lang, day=one.takes_on, plan=one.plan, amount=one.amount)
        if row.next:  # what is charged on that day is the other plan's
            day = day_in_record(one.takes_on)
            row.next = texts.NEXT_CHARGE_IS.to(lang, amount=one.amount, day=day)
        row.change_id = str(one.id)


def _add_credit(
    rows: Collection[PlanRow],
    deals: Mapping[UUID, NextChargeView],
    ahead: Mapping[UUID, AheadView],
    credit: Money,
    unpaid: Sequence[Money],
    lang: Lang,
) -> None:
    """What credit takes off each next charge: what is owed already comes first, then one day after another."""
    coming = []
    for row in rows:
        deal = deals.get(UUID(row.id))
        if deal is not None and deal.next_on is not None:
            one = ahead.get(deal.deal_id)
            is_other = one is not None and not one.is_checking
            coming.append((deal.next_on, one.amount if one and is_other else deal.next_amount, row))
    coming.sort(key=itemgetter(0))
    taken = by_credit(credit, [*unpaid, *(amount for _, amount, _ in coming)])[len(unpaid) :]
    for (_, _, row), amount in zip(coming, taken, strict=True):
        if amount:
            row.by_credit = texts.NEXT_CHARGE_CREDIT.to(lang, amount=amount)


def _add_card(row: PlanRow, deal: NextChargeView | None, today: date, lang: Lang) -> None:
    """The card that was left for it alone, while it is charged."""
    if deal is None or deal.card is None or deal.next_on is None:
        return
    row.card = texts.CARD_IS.to(lang, last4=deal.card.last4)
    row.card_fact = texts.CARD_UNTIL.to(lang, month=month_of(deal.card.good_until))
    row.card_warning = _warning(deal.card, today, lang)


def _warning(view: CardView, today: date, lang: Lang) -> str:
    if view.is_over:
        return texts.CARD_OVER.to(lang)
    return texts.CARD_SOON.to(lang) if view.good_until - today <= SOON else ""


def _add_deal(row: PlanRow, deal: NextChargeView, lang: Lang) -> None:
    row.price = money(deal.price, lang)
    if deal.next_on is not None:
        day = day_in_record(deal.next_on)
        row.next = texts.NEXT_CHARGE_IS.to(lang, amount=deal.next_amount, day=day)
    if deal.new_price is not None and deal.new_price_from is not None:
        since = day_in_record(deal.new_price_from)
        row.new_price = texts.NEW_PRICE.to(lang, amount=deal.new_price, day=since)
    if deal.agreed_until is not None and not deal.goes_on:
        until = day_in_record(deal.agreed_until)
        row.agreed = texts.COMMITTED_UNTIL.to(lang, day=until)
        row.may_go_on = True
        row.go_on_title = texts.GO_ON_TITLE.to(lang, day=until)
        after = day_in_record(deal.agreed_until + timedelta(days=1))
        row.go_on_why = texts.GO_ON_WHY.to(lang, day=after, amount=deal.price)
