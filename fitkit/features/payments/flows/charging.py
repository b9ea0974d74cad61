"""Charges at their companies: a page made, a card charged, asked about.

Whatever is told is written down before and after, in a Work of its own; nothing is told within one.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, flow_requires, internal
from fitkit.core.work import open_work
from fitkit.features.payments import actions, queries, rules
from fitkit.features.payments.actions import Telling
from fitkit.features.payments.flows import _dialling
from fitkit.features.payments.queries import ChargeView
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.ports import Ports
from fitkit.ports.payments import (
    HostedPage,
    LookUp,
    Misconfigured,
    NeverHappened,
    PageOutcome,
    PageRequest,
    Payer,
    PaymentGateway,
    Unknown,
)
from fitkit.texts import payments as texts

_GONE_ON: Final = frozenset({ChargeState.CREATED, ChargeState.ON_PAGE})


@dataclass(frozen=True, slots=True)
class PageView:
    """Where to send the payer."""

    url: str
    bit_url: str  # straight to Bit; empty: not here


@internal
def open_page(  # what a page needs
    ports: Ports,
    actor: Actor,
    *,
    charge_id: UUID,
    lang: Lang,
    payer: Payer,
    success_url: str,
    failure_url: str,
    cancel_url: str,
) -> PageView:
    """The page on which a charge is paid: its own, if it has one, else a new one.

    Two that ask at once get the same page; one that was made in vain was seen by nobody.

    Raises:
        Refusal: the charge is over; the company does not answer, refuses the gym's settings, or keeps no
            card without a payment.
        NotFound: no such charge.
    """
    with open_work(actor) as w:
        charge = queries.charge(w, charge_id=charge_id)
        if charge.mode is not ChargeMode.PAGE or charge.state not in _GONE_ON:
            raise Refusal(texts.PAGE_OVER)
        if charge.page_url:
            return PageView(charge.page_url, charge.bit_url)
        line = _dialling.dial(w, charge.account_id)
    request = PageRequest(
        key=charge.key,
        amount=charge.amount,
        lines=charge.lines,
        payer=payer,
        words=charge.words.to(lang),
        lang=lang,
        success_url=success_url,
        failure_url=failure_url,
        cancel_url=cancel_url,
        callback_url=_dialling.callback_url(line),
        keep_card=charge.keeps_card,
        most_instalments=charge.instalments,
    )
    gateway = _dialling.gateway(ports, line)
    if not isinstance(gateway, Misconfigured) and not _may_ask(gateway, request):
        with open_work(actor) as w:
            actions.abandon(w, charge_id=charge_id)
        raise Refusal(texts.CARD_WITH_PAYMENT)
    made = gateway if isinstance(gateway, Misconfigured) else gateway.open_page(request)
    match made:
        case HostedPage():
            with open_work(actor) as w:
                kept = actions.note_page(w, charge_id=charge_id, page=made)
            if kept.state is not ChargeState.ON_PAGE:
                raise Refusal(texts.PAGE_OVER)
            return PageView(kept.page_url, kept.bit_url)
        case Misconfigured():
            with open_work(actor) as w:
                actions.settle_told(w, charge_id=charge_id, outcome=made)
            raise Refusal(texts.PAGE_FAILED)
        case Unknown():
            raise Refusal(texts.PAGE_LATER)


@internal
def collect(ports: Ports, actor: Actor, *, charge_id: UUID) -> ChargeView:
    """Charge the kept card of a charge, once, and return what became of it.

    Who comes second tells nobody, and gets the charge as it stands. After an answer that did not come
    the charge is UNKNOWN, and is looked up by a job.

    Raises:
        NotFound: no such charge.
    """
    with open_work(actor) as w:
        telling = actions.begin_charge(w, charge_id=charge_id, lang=actor.lang)
        if telling is None:
            return queries.charge(w, charge_id=charge_id)
    return tell(ports, actor, telling=telling)


@internal
def tell(ports: Ports, actor: Actor, *, telling: Telling) -> ChargeView:
    """Tell the company of a charge that ``actions.begin_charge`` began, and return what became of it.

    Whoever was held up in between, as a machine that slept, tells nobody any more: the charge may have been
    looked up meanwhile, not been found, and its amount been asked for by another.
    """
    if clock.now() - telling.told_at > rules.TOLD_WITHIN:
        with open_work(actor) as w:
            return queries.charge(w, charge_id=telling.charge_id)
    gateway = _dialling.gateway(ports, telling.line)
    told = gateway if isinstance(gateway, Misconfigured) else gateway.charge(telling.request)
    with open_work(actor) as w:
        return actions.settle_told(w, charge_id=telling.charge_id, outcome=told)


@internal
def ask(ports: Ports, actor: Actor, *, charge_id: UUID) -> ChargeView:
    """Ask the company what became of a charge, write it down, and return the charge.

    Asks at most once in two seconds, whoever calls; what cannot be asked about is returned as it stands. A charge
    by card that the company never heard of is told once more, by the same key, where it takes no key twice.

    Raises:
        NotFound: no such charge.
    """
    with open_work(actor) as w:
        before = actions.begin_asking(w, charge_id=charge_id)
        if before is None:
            return queries.charge(w, charge_id=charge_id)
        line = _dialling.dial(w, before.account_id)
    gateway = _dialling.gateway(ports, line)
    found = gateway if isinstance(gateway, Misconfigured) else _asked(gateway, before)
    by_key = not isinstance(gateway, Misconfigured) and gateway.abilities.charges_by_key
    with open_work(actor) as w:
        view = actions.settle_found(
            w, charge_id=charge_id, before=before, outcome=found, by_key=by_key
        )
        again = None
        if by_key and isinstance(found, NeverHappened):
            again = actions.begin_charge_again(w, charge_id=charge_id, lang=actor.lang)
    return view if again is None else tell(ports, actor, telling=again)


@flow_requires(Permission.EDIT_MONEY)
def ask_now(ports: Ports, actor: Actor, *, charge_id: UUID) -> ChargeView:
    """Ask at once because somebody of the staff wants to know; otherwise as ``ask``.

    Raises:
        NotFound: no such charge.
    """
    return ask(ports, actor, charge_id=charge_id)


@internal
def go_on(ports: Ports, actor: Actor, *, charge_id: UUID) -> None:
    """Do what is due of a charge: ask about what was told, tell what was forgotten, give up what nobody began.

    Raises:
        NotFound: no such charge.
    """
    with open_work(actor) as w:
        charge = queries.charge(w, charge_id=charge_id)
        if charge.state is ChargeState.CREATED and charge.mode is ChargeMode.PAGE:
            actions.abandon(w, charge_id=charge_id)
            return
    if charge.state is ChargeState.CREATED:
        collect(ports, actor, charge_id=charge_id)
    else:
        ask(ports, actor, charge_id=charge_id)


def _may_ask(gateway: PaymentGateway, request: PageRequest) -> bool:
    """Whether a company makes such a page at all: nothing is wrong with an account where it does not."""
    return bool(request.amount) or gateway.abilities.keeps_cards_alone


def _asked(gateway: PaymentGateway, charge: ChargeView) -> PageOutcome | LookUp:
    if charge.page_reference is not None:
        return gateway.page_outcome(charge.page_reference, key=charge.key, amount=charge.amount)
    return gateway.look_up(charge.key)
