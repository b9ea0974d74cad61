"""Renewals from end to end: periods are opened, charged and seen through; and a member pays by a link.

One Work for each period, so that one that cannot be opened keeps nobody else's waiting; companies are talked
to outside of any. Whatever is killed goes on with the next run, where it stood.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from fitkit.core import clock
from fitkit.core.actor import Actor, system
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, flow_requires, internal, public
from fitkit.core.settings import settings
from fitkit.core.work import Work, open_work
from fitkit.features.billing.actions import (
    bills,
    changes,
    collecting,
    crediting,
    debt_plans,
    reminding,
)
from fitkit.features.billing.actions.collecting import Try
from fitkit.features.billing.queries import links, owing
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.queries.bills import (
    DebtPlanView,
    kept_plans,
    parts_due,
    plans_overdue,
)
from fitkit.features.billing.queries.credit import owed_in_all, who_may_have_credit
from fitkit.features.billing.queries.owing import UnpaidView
from fitkit.features.members import queries as members
from fitkit.features.orgs import queries as orgs
from fitkit.features.payments import actions as charging
from fitkit.features.payments import flows as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.actions import Telling
from fitkit.features.payments.flows import PageView
from fitkit.features.payments.queries import CardView
from fitkit.features.payments.rules import ChargeState
from fitkit.ports import Ports
from fitkit.texts import renewals as texts

log = structlog.get_logger(__name__)
_RETURNED: Final = "?back="  # of our page's address, after the company's


class UnfinishedError(RuntimeError):
    """Some of what was due could not be done; the next run tries again."""


@dataclass(frozen=True, slots=True)
class DueView:
    """What a member finds behind a pay link."""

    gym: str
    slug: str
    first_name: str
    unpaid: tuple[UnpaidView, ...]  # oldest first
    other: Money  # what is owed for anything else
    total: Money
    plan: DebtPlanView | None  # while it is paid in parts
    card: CardView | None
    is_checking: bool  # a charge is under way, and its answer is awaited


@internal
def open_due(ports: Ports, actor: Actor) -> int:  # noqa: ARG001  # the shape of a flow
    """Open every period that has begun in the gym; return how many were opened.

    Raises:
        UnfinishedError: some failed; the others are open.
    """
    with open_work(actor) as w:
        due = queries.due_to_open(w, day=clock.day_of(w.now, actor.zone))
    return _each(
        actor, due, lambda w, deal_id: changes.open_or_turn(w, deal_id=deal_id) is not None
    )


@internal
def remind_due(ports: Ports, actor: Actor) -> int:  # noqa: ARG001
    """Do what dunning has due in the gym; return how many periods were looked at.

    Raises:
        UnfinishedError: some failed.
    """
    with open_work(actor) as w:
        due = queries.due_to_remind(w)

    def remind(w: Work, period_id: UUID) -> bool:
        reminding.remind(w, period_id=period_id)
        return True

    return _each(actor, due, remind)


@internal
def collect_due(ports: Ports, actor: Actor) -> int:
    """Charge the kept cards of all that is due in the gym now; return how many were told to the company.

    What members have to their credit is used first, and their cards are charged what is left.
    At most as many at a time as the gym's account takes at once, in this process and all others together.

    Raises:
        UnfinishedError: some failed.
    """
    with open_work(actor) as w:
        account = charges.account(w)
        credited = who_may_have_credit(w)
    _each(actor, credited, lambda w, id_: bool(crediting.pay_by_credit(w, member_id=id_)))
    if account is None:
        return 0
    told, failed = _Count(), _Count()

    with ThreadPoolExecutor(account.at_once, thread_name_prefix="renewals") as crew:
        lanes = [
            crew.submit(_charge_one_by_one, ports, actor, told, failed)
            for _ in range(account.at_once)
        ]
    for lane in lanes:
        lane.result()
    if failed.n:
        raise UnfinishedError(f"{failed.n} charges")
    return told.n


@internal
def collect_parts(ports: Ports, actor: Actor) -> int:
    """Charge the parts of debts whose day has come, and break the plans whose parts did not come; return how many.

    Raises:
        UnfinishedError: some failed.
    """
    with open_work(actor) as w:
        parts, overdue = parts_due(w), plans_overdue(w)

    def charge(bill_id: UUID) -> bool:
        with open_work(actor) as w:
            charge_id = debt_plans.open_part(w, bill_id=bill_id)
        if charge_id is not None:
            payments.collect(ports, actor, charge_id=charge_id)
        return charge_id is not None

    told = _all_of(parts, charge)
    _each(actor, overdue, lambda w, id_: debt_plans.break_if_overdue(w, plan_id=id_))
    return told


@public
def see_due(ports: Ports, actor: Actor, *, token: str) -> DueView:  # noqa: ARG001
    """What a pay link leads to; a link is its own key.

    Raises:
        Refusal: it is forged, over or revoked; the gym is closed.
    """
    gym, member_id = _behind(token)
    with open_work(gym) as w:
        return _due_view(w, member_id)


@public
def look_again(ports: Ports, actor: Actor, *, token: str) -> DueView:  # noqa: ARG001
    """The same, after asking the payment company about a page that is open.

    Raises:
        Refusal: it is forged, over or revoked; the gym is closed.
    """
    gym, member_id = _behind(token)
    with open_work(gym) as w:
        busy = queries.open_charges(w, member_id=member_id)
    for charge_id in busy:
        payments.ask(ports, gym, charge_id=charge_id)
    with open_work(gym) as w:
        return _due_view(w, member_id)


@public
def pay_due(ports: Ports, actor: Actor, *, token: str, lang: Lang) -> PageView:  # noqa: ARG001
    """The company's page on which all that a member owes is paid in one charge; two tabs get the same one.

    Raises:
        Refusal: the link is over or revoked, nothing is owed, some of it is being charged, or no page can be made.
    """
    gym, member_id = _behind(token)
    with open_work(gym) as w:
        charge_id = bills.open_page_bill(w, member_id=member_id)
    return _page(ports, gym, token, member_id, charge_id, lang)


@public
def pay_part(ports: Ports, actor: Actor, *, token: str, lang: Lang) -> PageView:  # noqa: ARG001
    """The company's page on which the next part of a member's plan is paid; two tabs get the same one.

    Raises:
        Refusal: the link is over or revoked, there is no part to pay, it is being charged, or no page can be made.
    """
    gym, member_id = _behind(token)
    with open_work(gym) as w:
        charge_id = debt_plans.open_page_part(w, member_id=member_id)
    return _page(ports, gym, token, member_id, charge_id, lang)


@flow_requires(Permission.EDIT_MONEY)
def charge_debt(ports: Ports, actor: Actor, *, member_id: UUID) -> ChargeState:
    """Charge the kept card of a member for all they owe, in one charge, and return what became of it.

    Raises:
        NotFound: no such member.
        Refusal: nothing is owed, no card is kept, or some of it is being charged.
    """
    with open_work(actor) as w:
        charge_id = bills.charge_all(w, member_id=member_id)
    return payments.collect(ports, actor, charge_id=charge_id).state


@public
def change_card(ports: Ports, actor: Actor, *, token: str, lang: Lang) -> PageView:  # noqa: ARG001
    """The company's page on which a member leaves another card; what is owed is charged to it at once.

    Raises:
        Refusal: the link is over or revoked, or no page can be made.
    """
    gym, member_id = _behind(token)
    with open_work(gym) as w:
        charge_id = collecting.open_card_charge(w, member_id=member_id)
    return _page(ports, gym, token, member_id, charge_id, lang)


def _page(  # what a page needs
    ports: Ports, gym: Actor, token: str, member_id: UUID, charge_id: UUID, lang: Lang
) -> PageView:
    with open_work(gym) as w:
        payer = charges.payer_of(w, member_id=member_id)
    here = f"{settings().public_url}/{lang}/pay/due/{token}/{_RETURNED}"
    return payments.open_page(
        ports,
        gym,
        charge_id=charge_id,
        lang=lang,
        payer=payer,
        success_url=f"{here}paid",
        failure_url=f"{here}failed",
        cancel_url=f"{here}left",
    )


def _behind(token: str) -> tuple[Actor, UUID]:
    found = links.behind_link(token, clock.now())
    if found is None:
        raise Refusal(texts.LINK_OVER)
    with open_work(system(found.gym_id)) as w:
        links.check_link(w, link=found)
        zone = orgs.card(w).zone
    return system(found.gym_id, zone), found.member_id


def _due_view(w: Work, member_id: UUID) -> DueView:
    known = members.contacts(w, ids=[member_id]).get(member_id)
    if known is None:
        raise NotFound
    gym = orgs.card(w)
    unpaid = owing.unpaid(w, member_id=member_id)
    owed = max(owed_in_all(w, member_id=member_id), ZERO)
    return DueView(
        gym=gym.name,
        slug=gym.slug,
        first_name=known.first_name,
        unpaid=unpaid,
        other=max(owed - sum((one.amount for one in unpaid), ZERO), ZERO),
        total=owed,
        plan=kept_plans(w, member_ids=[member_id]).get(member_id),
        card=charges.card_of(w, member_id=member_id),
        is_checking=bool(queries.open_charges(w, member_id=member_id)),
    )


def _charge_one_by_one(ports: Ports, actor: Actor, told: "_Count", failed: "_Count") -> None:
    """Charge one period after another until there is none, or no more may be charged at a time."""
    held: UUID | None = None  # charged, and let go together with the next one's claim
    while failed.n < _FAULTS_MOST:
        try:
            with open_work(actor) as w:
                found = collecting.claim_try(w, done=held)
                held = None
                telling = _begun(w, found, actor, failed)
            if found is None:
                return
            if telling is not None:
                told.add()
                payments.tell(ports, actor, telling=telling)
                held = found.period_id
        except Exception:  # one charge's fault keeps nobody else's waiting
            log.exception("renewal_charge_failed")
            failed.add()
            held = None


def _begun(w: Work, found: Try | None, actor: Actor, failed: "_Count") -> Telling | None:
    """What to tell of a period; None: nothing, or it cannot be told, and is free again after its time."""
    if found is None or found.charge_id is None:
        return None
    try:
        return charging.begin_charge(w, charge_id=found.charge_id, lang=actor.lang)
    except ValueError:
        log.exception("renewal_not_told", charge_id=str(found.charge_id))
        failed.add()
        return None


_FAULTS_MOST: Final = 5  # then something is wrong with more than one charge


def _each(actor: Actor, ids: Iterable[UUID], do: Callable[[Work, UUID], bool]) -> int:
    def one(id_: UUID) -> bool:
        with open_work(actor) as w:
            return do(w, id_)

    return _all_of(ids, one)


def _all_of(ids: Iterable[UUID], do: Callable[[UUID], bool]) -> int:
    done = failed = 0
    for id_ in ids:
        try:
            done += do(id_)
        except Exception:  # one row's fault keeps nobody else's waiting
            log.exception("renewal_failed", about=str(id_))
            failed += 1
    if failed:
        raise UnfinishedError(f"{failed} of {failed + done}")
    return done


class _Count:
    """A number that threads add to."""

    def __init__(self) -> None:
        self.n = 0
        self._lock = threading.Lock()

    def add(self) -> None:
        with self._lock:
            self.n += 1
