"""What goes otherwise with the demo studio's money: renewals that fail, promises, refunds, endings, orders.

Each is lived through on its days by the flows and actions of every day, with the clock turned back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.work import Work, open_work
from fitkit.features.billing import actions as billing
from fitkit.features.billing.actions import paying, periods
from fitkit.features.billing.flows import changes as changing
from fitkit.features.billing.flows import orders as checkout
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import changes, handing
from fitkit.features.billing.queries.links import link_token
from fitkit.features.billing.queries.periods import open_charges, unpaid_ids
from fitkit.features.billing.rules import dunning
from fitkit.features.billing.rules.changes import ChangeKind
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal
from fitkit.features.documents import actions as documents
from fitkit.features.payments import actions as payments
from fitkit.features.payments import flows as companies
from fitkit.features.payments.rules import ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.features.reconciliation import flows as reconciliation
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.seeds import bank, drawer, money, sales
from fitkit.seeds.history import Held
from fitkit.seeds.money import Agreed, Wish
from fitkit.seeds.people import Regular
from fitkit.seeds.sales import Sales
from fitkit.seeds.till import ASKED_AT, Till
from fitkit.wiring import ports

_AFTER: Final = timedelta(hours=1)  # after what is due was asked for


class Part(StrEnum):
    """What somebody's money shows."""

    MAYA = "maya"  # a card that failed, another one, a part given back
    TODAY = "today"  # the first failure
    THIRD = "third"  # the third day
    WEEK = "week"  # the card will never do, and booking is closed
    TWENTY = "twenty"  # every try failed
    PROMISED = "promised"
    FORGIVEN = "forgiven"
    NO_CARD = "no_card"
    TWICE = "twice"  # paid at the desk, and on a page that was open
    REFUNDED = "refunded"
    LEAVES = "leaves"  # by a notice, with money back
    PAPERLESS = "paperless"  # the issuer refused
    LOST = "lost"  # the company knows nothing of it
    NEAR_END = "near_end"  # of a year that was agreed
    IN_PARTS = "in_parts"  # a debt that is paid month by month
    DEBITED = "debited"  # by the bank, in a file whose days are over
    BOUNCED = "bounced"  # the bank sent it back, and it stands in the next file
    SENT = "sent"  # in the file that is out
    TWO_CARDS = "two_cards"  # one of them for one plan alone
    HANDS_OVER = "hands_over"  # what is left, to somebody else
    LESS = "less"  # a cheaper plan from the next payment on
    MORE = "more"  # a dearer plan, paid and begun


WISHES: Final = {
    Part.MAYA: Wish(opened=33, fate=Fate.SOFT_LATER, is_lived=True),
    Part.TODAY: Wish(opened=0, fate=Fate.SOFT_LATER, is_lived=True),
    Part.THIRD: Wish(opened=3, fate=Fate.SOFT_LATER, is_lived=True),
    Part.WEEK: Wish(opened=8, fate=Fate.HARD_LATER, is_lived=True),
    Part.TWENTY: Wish(opened=20, fate=Fate.SOFT_LATER, is_lived=True),
    Part.PROMISED: Wish(opened=9, fate=Fate.SOFT_LATER, is_lived=True),
    Part.FORGIVEN: Wish(opened=26, fate=Fate.SOFT_LATER, is_lived=True),
    Part.NO_CARD: Wish(opened=2, fate=None, is_lived=True),
    Part.TWICE: Wish(opened=12, fate=Fate.HARD_LATER, is_lived=True),
    Part.REFUNDED: Wish(opened=16),
    Part.LEAVES: Wish(opened=12),
    Part.PAPERLESS: Wish(opened=5, has_papers=False),
    Part.LOST: Wish(opened=1, is_lost=True),
    Part.NEAR_END: Wish(ends_in=18),
    Part.IN_PARTS: Wish(opened=19, fate=Fate.SOFT_LATER, is_lived=True),
    Part.DEBITED: Wish(opened=24, fate=None, is_lived=True),
    Part.BOUNCED: Wish(opened=24, fate=None, is_lived=True),
    Part.SENT: Wish(opened=4, fate=None, is_lived=True),
    Part.TWO_CARDS: Wish(opened=14),
    Part.HANDS_OVER: Wish(opened=6),
    Part.LESS: Wish(opened=11),
    Part.MORE: Wish(opened=13),
}


def cast(
    regulars: Iterable[Regular], held: dict[UUID, Held], by_the_year: UUID
) -> dict[Part, Regular]:
    """Who plays what: Maya, one who holds a plan for a year, and others from among those who pay by the month."""
    here = [r for r in regulars if r.left_on is None]
    monthly = [r for r in here if r.id in held and held[r.id].kind is not PlanKind.PACK]
    open_ended = [r for r in monthly if held[r.id].plan_id != by_the_year]
    agreed = [r for r in monthly if held[r.id].plan_id == by_the_year]
    free = [r for r in open_ended[10::4] if held[r.id].weekly_limit is None]
    twice_a_week = [r for r in open_ended[10::4] if held[r.id].weekly_limit == 2]
    chosen = {
        Part.MAYA: here[0],
        Part.NEAR_END: agreed[0],
        Part.LESS: free[0],
        Part.MORE: twice_a_week[0],
    }
    others = [part for part in Part if part not in chosen]
    return dict(zip(others, open_ended[9::4], strict=False)) | chosen


def live_through(
    till: Till,
    agreed: list[Agreed],
    parts: dict[Part, Regular],
    newcomers: list[Regular],
    lifting: UUID,
) -> None:
    """Bring in what was paid week by week, and live through what was not, up to this minute."""
    story = _Story(till, agreed, parts, newcomers)
    sold = Sales(
        till,
        maya=parts[Part.MAYA].id,
        keeps_card=parts[Part.REFUNDED].id,
        two_cards=parts[Part.TWO_CARDS],
        lifting=lifting,
        pays_cash=parts[Part.NO_CARD].id,
        newcomers=newcomers,
    )
    sales.sell_long_ago(till, story.by_transfer[-1])
    plot = defaultdict(list, sold.plot())
    for days, acts in story.plot().items():
        plot[days] += acts
    lived = [one for one in agreed if one.most is not None]
    busy = {day for one in lived for day in _days(till, one)} | set(plot)
    brought_in = {*money.days_of_payment(till, agreed), *(d for d in plot if d < 30)}
    for days_ago in sorted(busy | brought_in, reverse=True):
        with clock.turned_back(till.moment(days_ago)):
            if days_ago in brought_in:
                money.pay(till, agreed, until=till.today - timedelta(days=days_ago))
            if days_ago in busy:
                _ask(till, lived)
        for act in plot.get(days_ago, ()):
            with clock.turned_back(till.moment(days_ago, _later(ASKED_AT))):
                act()
                jobs.run_ready(ports())
    reconciliation.reconcile(ports(), till.fitkit)


def _ask(till: Till, lived: list[Agreed]) -> None:
    """What FitKit does every hour, for those of whom it is told here."""
    for one in lived:
        if one.paid != one.most:
            continue  # what was paid as agreed is brought in first
        with open_work(till.fitkit) as w:
            periods.open_next(w, deal_id=one.deal_id)
    jobs.run_ready(ports())
    renewals.collect_due(ports(), till.fitkit)
    jobs.run_ready(ports())
    renewals.remind_due(ports(), till.fitkit)
    jobs.run_ready(ports())


def _days(till: Till, one: Agreed) -> set[int]:
    """Days ago on which something is due with a period that is not paid as agreed, and with those after it."""
    number, days = one.most or 0, set()
    while (first := one.first_of(number)) is not None and first <= till.today:
        steps = {first, *dunning.retry_days(first)}
        steps |= {
            first + timedelta(days=n)
            for n in (*dunning.NOTICE_DAYS, dunning.STAFF_DAY, dunning.BLOCK_DAY)
        }
        days |= {(till.today - day).days for day in steps if day <= till.today}
        number += 1
    return days


def _later(at: time) -> time:
    return time(at.hour + _AFTER.seconds // 3600, at.minute)


class _Story:
    """What people do about money, each on their day."""

    def __init__(
        self, till: Till, agreed: list[Agreed], parts: dict[Part, Regular], newcomers: list[Regular]
    ) -> None:
        self.till = till
        self.parts = parts
        self.who = {part: person.id for part, person in parts.items()}
        self.deals = {one.person.id: one.deal_id for one in agreed if one.every is not None}
        self.by_transfer = [one.person for one in agreed if one.purse.way is PayWay.TRANSFER]
        self.newcomers = newcomers

    def plot(self) -> dict[int, list[Callable[[], None]]]:
        """By days ago, in the order of a day."""
        return {
            32: [self.another_card],
            26: [self.begin_bank_debits],
            24: [lambda: self.give_back(Part.MAYA, 60, "אימון שבוטל בגלל הצפה באולם")],
            23: [lambda: bank.send_file(self.till)],
            15: [lambda: bank.send_back(self.till, self.who[Part.BOUNCED])],
            14: [self.agree_on_parts],
            13: [self.pay_a_part],
            12: [lambda: bank.settle(self.till)],
            10: [
                lambda: self.give_back(Part.REFUNDED, 110, "שבוע של מחלה, בהצגת אישור"),
                self.forgive,
            ],
            8: [self.leave],
            7: [self.promise, self.change_to_more],
            6: [self.pay_twice, self.sell_and_be_paid],
            5: [self.refuse_paper, self.a_day_at_the_desk],
            9: [self.ask_the_bank],
            4: [self.sell_in_vain, lambda: drawer.bring_to_bank(self.till)],
            3: [lambda: bank.send_file(self.till), self.change_to_less],
            2: [self.a_day_with_change_missing, self.hand_over],
            1: [self.ask_to_leave_with_a_pack, self.take_beside],
            0: [
                self.open_the_desk,
                self.sell_to_a_bad_card,
                self.sell_by_link,
                self.sell_at_the_desk,
            ],
        }

    # --- members ---

    def another_card(self) -> None:
        """Maya opens the link in her letter and leaves a card that does; what is owed is charged to it."""
        token = self._link(Part.MAYA)
        page = renewals.change_card(ports(), VISITOR, token=token, lang=Lang.HE)
        self.till.fill(page.url, Fate.APPROVED, "4417")
        renewals.look_again(ports(), VISITOR, token=token)
        jobs.run_ready(ports())

    def pay_twice(self) -> None:
        """The page was open on the phone when the cash lay on the desk."""
        member_id = self.who[Part.TWICE]
        with open_work(self.till.fitkit) as w:
            (period_id,) = unpaid_ids(w, member_id=member_id)
        token = self._link(Part.TWICE)
        page = renewals.pay_due(ports(), VISITOR, token=token, lang=Lang.HE)
        with open_work(self.till.fitkit) as w:
            (charge_id,) = open_charges(w, member_id=member_id)
        with open_work(self.till.owner) as w:
            billing.take_now(w, period_id=period_id, way=PayWay.CASH, note="שילם אחרי האימון")
        jobs.run_ready(ports())
        self.till.fill(page.url, Fate.APPROVED, "7702")
        companies.ask(ports(), self.till.fitkit, charge_id=charge_id)

    def leave(self) -> None:
        """A member gives notice in the app, in the middle of a period that is paid."""
        self._notice(self.who[Part.LEAVES], self.deals[self.who[Part.LEAVES]], "עוברים לגור בצפון")

    def change_to_less(self) -> None:
        """From the next payment on."""
        self._change(Part.LESS, ChangeKind.DOWNGRADE)

    def change_to_more(self) -> None:
        """At once, and the kept card pays what is missing."""
        self._change(Part.MORE, ChangeKind.UPGRADE)

    def pay_a_part(self) -> None:
        """The first of three, by the link and with a card that does."""
        token = self._link(Part.IN_PARTS)
        page = renewals.pay_part(ports(), VISITOR, token=token, lang=Lang.HE)
        self.till.fill(page.url, Fate.APPROVED, "5528")
        renewals.look_again(ports(), VISITOR, token=token)

    def ask_to_leave_with_a_pack(self) -> None:
        """The law leaves it to the gym what a pack that was begun gives back."""
        with open_work(self.till.owner) as w:
            since = self.till.today - timedelta(days=20)
            found = select(Deal).where(
                col(Deal.every).is_(None),
                col(Deal.state) == DealState.RUNNING,
                col(Deal.anchor_on) < since,
                col(Deal.member_id) != self.who[Part.MAYA],
            )
            deal = w.session.scalars(found.order_by(col(Deal.anchor_on).desc())).first()
            facts = (deal.member_id, deal.id) if deal else None
        if facts:
            self._notice(*facts, "נפצעתי בברך, הרופא אוסר להתאמן")

    # --- staff ---

    def give_back(self, part: Part, shekels: int, why: str) -> None:
        """A part of the last payment, to the card it came from."""
        with open_work(self.till.owner) as w:
            charge_id = _last_paid(w, self.who[part])
            payments.open_refund(w, charge_id=charge_id, amount=Money.shekels(shekels), why=why)

    def forgive(self) -> None:
        """Every try failed, and the member went abroad."""
        with open_work(self.till.owner) as w:
            for period_id in unpaid_ids(w, member_id=self.who[Part.FORGIVEN]):
                billing.write_off(w, period_id=period_id, reason="בחו״ל עד הקיץ, סוכם לוותר")

    def promise(self) -> None:
        """On the telephone, for when the salary comes."""
        with open_work(self.till.owner) as w:
            day = self.till.today + timedelta(days=4)
            for period_id in unpaid_ids(w, member_id=self.who[Part.PROMISED]):
                billing.promise(w, period_id=period_id, day=day)

    def agree_on_parts(self) -> None:
        """On the telephone: three parts, the first at once."""
        with open_work(self.till.owner) as w:
            day = clock.day_of(w.now, w.actor.zone)
            billing.split_debt(w, member_id=self.who[Part.IN_PARTS], count=3, first_on=day)

    def hand_over(self) -> None:
        """A member moved away, and a friend trains on their days."""
        gives, gets = self.who[Part.HANDS_OVER], self.newcomers[1].id
        with open_work(self.till.owner) as w:
            deal = w.get(Deal, self.deals[gives])
            at = {"member_id": gives, "subscription_id": deal.subscription_id}
            shown = handing.hand_over_preview(w, **at, to_member_id=gets)
            billing.hand_plan_over(
                w, **at, to_member_id=gets, note="עברה לחיפה, סוכם עם שתיהן", as_shown=shown.mark
            )

    def refuse_paper(self) -> None:
        """The issuer took no document for one payment, and said why."""
        with open_work(self.till.fitkit) as w:
            charge_id = _last_paid(w, self.who[Part.PAPERLESS])
            document_id = documents.owe_for_charge(w, charge_id=charge_id)
            if document_id is None or not documents.claim(
                w, document_id=document_id, keeps_day=True
            ):
                raise LookupError("the payment has its document")
            documents.write_refused(
                w, document_id=document_id, words="הכתובת של הלקוח לא תקינה (42)"
            )

    def take_beside(self) -> None:
        """On the company's own terminal."""
        self.till.moved_unknown(Money.shekels(120))

    def a_day_at_the_desk(self) -> None:
        """The drawer is opened and closed, and all is there."""
        drawer.close_day(self.till, drawer.open_day(self.till))

    def a_day_with_change_missing(self) -> None:
        """At night twenty shekels are not there."""
        day_id = drawer.open_day(self.till)
        drawer.close_day(
            self.till, day_id, short=Money.shekels(20), why="עודף שניתן פעמיים, נרשם ביומן"
        )

    def open_the_desk(self) -> None:
        """This morning's count."""
        drawer.open_day(self.till)

    def begin_bank_debits(self) -> None:
        """The gym has its code from the bank, and three have signed."""
        bank.know_the_gym(self.till)
        first = [self.parts[part] for part in (Part.DEBITED, Part.BOUNCED, Part.SENT)]
        bank.authorise(self.till, first, signed=3, confirmed=3)

    def ask_the_bank(self) -> None:
        """Who pays by transfer is asked to let the bank do it."""
        bank.authorise(self.till, self.by_transfer[:3], signed=2, confirmed=1)

    # --- orders ---

    def sell_and_be_paid(self) -> None:
        """A link that was paid within the hour."""
        token = self._order(0)
        page = checkout.pay(ports(), VISITOR, token=token, lang=Lang.HE, consents=True)
        self.till.fill(page.url, Fate.APPROVED, "2290")
        checkout.look_at_order(ports(), VISITOR, token=token)

    def sell_in_vain(self) -> None:
        """A link that nobody opened."""
        self._order(1)

    def sell_to_a_bad_card(self) -> None:
        """A link whose card was declined, and those before it are over."""
        with open_work(self.till.fitkit) as w:
            paying.expire(w)
        token = self._order(2)
        page = checkout.pay(ports(), VISITOR, token=token, lang=Lang.HE, consents=True)
        self.till.fill(page.url, Fate.SOFT, "0101")
        checkout.look_at_order(ports(), VISITOR, token=token)

    def sell_by_link(self) -> None:
        """A link that was sent just now."""
        self._order(3)

    def sell_at_the_desk(self) -> None:
        """A pack, for cash."""
        with open_work(self.till.owner) as w:
            pack = next(p for p in plans.plans(w) if p.terms.kind is PlanKind.PACK)
            day = clock.day_of(w.now, w.actor.zone)
            billing.sell_at_desk(
                w,
                member_id=self.newcomers[4].id,
                plan_id=pack.id,
                starts_on=day,
                way=PayWay.CASH,
                note="",
                paid_on=day,
                lang=Lang.HE,
            )

    # --- ways ---

    def _order(self, n: int) -> str:
        """The token of an order's page."""
        with open_work(self.till.owner) as w:
            plan = next(p for p in plans.plans(w) if p.terms.kind is PlanKind.WEEKLY)
            placed = billing.sell_by_link(
                w,
                member_id=self.newcomers[n].id,
                plan_id=plan.id,
                starts_on=clock.day_of(w.now, w.actor.zone),
                lang=Lang.HE,
            )
        return placed.path.strip("/").rpartition("/")[2]

    def _link(self, part: Part) -> str:
        with open_work(self.till.fitkit) as w:
            return link_token(w, member_id=self.who[part])

    def _change(self, part: Part, kind: ChangeKind) -> None:
        """To the first plan of the gym's that is such a change."""
        member_id, deal_id = self.who[part], self.deals[self.who[part]]
        actor = self.till.member(member_id)
        with open_work(actor) as w:
            to = {
                plan.plan_id: changes.change_preview(
                    w, member_id=member_id, deal_id=deal_id, to_plan_id=plan.plan_id
                )
                for plan in changes.choices(w, member_id=member_id, deal_id=deal_id)
            }
        plan_id = next(p for p, one in to.items() if one.kind is kind and one.why_not is None)
        changing.change_plan(
            ports(),
            actor,
            member_id=member_id,
            deal_id=deal_id,
            to_plan_id=plan_id,
            as_shown=to[plan_id].mark,
            lang=Lang.HE,
        )

    def _notice(self, member_id: UUID, deal_id: UUID, reason: str) -> None:
        with open_work(self.till.member(member_id)) as w:
            billing.cancel(w, member_id=member_id, deal_id=deal_id, notice=Typed(), reason=reason)


def _last_paid(w: Work, member_id: UUID) -> UUID:
    found = select(Charge.id).where(
        col(Charge.member_id) == member_id, col(Charge.state) == ChargeState.PAID
    )
    return w.session.scalars(found.order_by(col(Charge.settled_at).desc()).limit(1)).one()
