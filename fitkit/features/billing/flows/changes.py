"""A change of plan from end to end: agreed to, charged to the kept card or on the company's page, done."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core.actor import Actor, system
from fitkit.core.errors import Denied
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, flow_requires
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.billing.actions import changes as actions
from fitkit.features.billing.queries import changes as queries
from fitkit.features.billing.rules.changes import CAUSE, ChangeState
from fitkit.features.payments import flows as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import OPEN
from fitkit.ports import Ports

BACK: Final = "?change="  # of our page's address, after the company's


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """What became of a change that was agreed to."""

    state: ChangeState
    page_url: str = ""  # where it is paid; empty: nowhere else
    is_checking: bool = False  # nobody knows yet whether it was paid


@flow_requires(Permission.USE_ACCOUNT)
def change_plan(
    ports: Ports,
    actor: Actor,
    *,
    member_id: UUID,
    deal_id: UUID,
    to_plan_id: UUID,
    as_shown: str,
    lang: Lang,
) -> ChangeResult:
    """Change a member's plan as it was shown: at once by the kept card, on a page, or on its day.

    Raises:
        NotFound: no such deal of this member, or no such plan on sale.
        Refusal: as for ``actions.begin_change``; the company makes no page.
    """
    with open_work(actor) as w:
        begun = actions.begin_change(
            w,
            member_id=member_id,
            deal_id=deal_id,
            to_plan_id=to_plan_id,
            as_shown=as_shown,
            lang=lang,
        )
    gym = _gym(actor)
    if begun.charge_id is None:
        with open_work(gym) as w:
            return ChangeResult(queries.state_of(w, change_id=begun.change_id))
    if begun.by_card:
        payments.collect(ports, gym, charge_id=begun.charge_id)
        return _settled(gym, begun.change_id)
    with open_work(gym) as w:
        payer = charges.payer_of(w, member_id=member_id)
    here = f"{settings().public_url}/{lang}/me/membership/"
    back = f"{here}{BACK}{begun.change_id}"
    page = payments.open_page(
        ports,
        gym,
        charge_id=begun.charge_id,
        lang=lang,
        payer=payer,
        success_url=back,
        failure_url=back,
        cancel_url=here,
    )
    return ChangeResult(ChangeState.OPEN, page.url)


@flow_requires(Permission.USE_ACCOUNT)
def look_at_change(ports: Ports, actor: Actor, *, member_id: UUID, change_id: UUID) -> ChangeResult:
    """What became of a change that is being paid, after asking the company.

    Raises:
        NotFound: no such change of this member.
        Denied: it is not theirs to see.
    """
    if not actor.may(Permission.EDIT_MONEY) and not actor.acts_for(member_id):
        raise Denied
    gym = _gym(actor)
    with open_work(gym) as w:
        charge_id = queries.charge_of(w, member_id=member_id, change_id=change_id)
    if charge_id is not None:
        payments.ask(ports, gym, charge_id=charge_id)
    return _settled(gym, change_id)


def _settled(gym: Actor, change_id: UUID) -> ChangeResult:
    with open_work(gym) as w:
        state = actions.settle_change(w, change_id=change_id)
    with open_work(gym) as w:
        found = charges.state_of_cause(w, kind=CAUSE, id=change_id).state
    return ChangeResult(state, is_checking=state is ChangeState.OPEN and found in OPEN)


def _gym(actor: Actor) -> Actor:
    if actor.org_id is None:
        raise Denied
    return system(actor.org_id, actor.zone_name)
