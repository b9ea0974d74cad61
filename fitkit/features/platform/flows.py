"""What FitKit's own people see and ask over all gyms; whatever they open in one is written into its log."""

from dataclasses import replace
from uuid import UUID

from fitkit.core.actor import Actor, system
from fitkit.core.paging import Page
from fitkit.core.permissions import Permission, flow_requires
from fitkit.core.work import open_work
from fitkit.features.payments import flows as payments
from fitkit.features.payments.rules import ChargeState
from fitkit.features.platform import actions, queries, rules
from fitkit.features.platform.queries import Condition, GymCharge, GymRefund, Where, Whole
from fitkit.ports import Ports

_LOOK = "look over all gyms"


@flow_requires(Permission.SEE_PLATFORM)
def condition(ports: Ports, actor: Actor) -> Condition:  # noqa: ARG001  # the shape of a flow
    """How everything stands, in all gyms."""
    with open_work(actor.as_platform(_LOOK)) as w:
        return queries.condition(w)


@flow_requires(Permission.SEE_PLATFORM)
def stuck(ports: Ports, actor: Actor) -> tuple[tuple[GymCharge, ...], tuple[GymRefund, ...]]:  # noqa: ARG001
    """Charges and refunds of which nobody knows whether money moved, longest first."""
    with open_work(actor.as_platform(_LOOK)) as w:
        return queries.stuck(w), queries.stuck_refunds(w)


@flow_requires(Permission.SEE_PLATFORM)
def find_payments(
    ports: Ports,  # noqa: ARG001
    actor: Actor,
    *,
    search: str,
    state: ChargeState | None,
    after: str | None,
) -> Page[GymCharge]:
    """Charges of all gyms, newest first; as ``queries.payments``.

    Raises:
        Refusal: BAD_CURSOR.
    """
    with open_work(actor.as_platform(_LOOK)) as w:
        return queries.payments(w, search=search, state=state, after=after)


@flow_requires(Permission.SEE_PLATFORM)
def look_into(ports: Ports, actor: Actor, *, charge_id: UUID, reason: str) -> Whole:  # noqa: ARG001
    """The whole story of a charge; that it was opened, by whom and why, stands in its gym's log.

    Raises:
        Refusal: no reason.
        NotFound: no such charge.
    """
    why = rules.checked_reason(reason)
    with open_work(actor.as_platform(why)) as w:
        at = queries.where(w, charge_id=charge_id)
    with open_work(_in_gym(actor, at, why)) as w:  # first: what is not written down is not shown
        actions.note_opened(w, charge_id=charge_id)
    with open_work(actor.as_platform(why)) as w:
        return queries.whole(w, charge_id=charge_id)


@flow_requires(Permission.RUN_PLATFORM)
def ask_again(ports: Ports, actor: Actor, *, charge_id: UUID, reason: str) -> ChargeState:
    """Ask the company once more what became of a charge; it is not told of it again.

    Raises:
        Refusal: no reason.
        NotFound: no such charge.
    """
    why = rules.checked_reason(reason)
    with open_work(actor.as_platform(why)) as w:
        at = queries.where(w, charge_id=charge_id)
    with open_work(_in_gym(actor, at, why)) as w:
        actions.note_asked(w, row_id=charge_id)
    return payments.ask(ports, system(at.org_id, at.zone), charge_id=charge_id).state


@flow_requires(Permission.RUN_PLATFORM)
def ask_about_refund(ports: Ports, actor: Actor, *, refund_id: UUID, reason: str) -> None:
    """Go on with a refund whose answer did not come: look for it, or tell it under the key it has.

    As the job of every minute does; a company that does not know keys is only searched.

    Raises:
        Refusal: no reason.
        NotFound: no such refund.
    """
    why = rules.checked_reason(reason)
    with open_work(actor.as_platform(why)) as w:
        at = queries.where_refund(w, refund_id=refund_id)
    with open_work(_in_gym(actor, at, why)) as w:
        actions.note_asked(w, row_id=refund_id)
    payments.give_back(ports, system(at.org_id, at.zone), refund_id=refund_id)


@flow_requires(Permission.RUN_PLATFORM)
def wake_job(ports: Ports, actor: Actor, *, job_id: UUID) -> None:  # noqa: ARG001
    """Begin a job again that had given up.

    Raises:
        Refusal: it is not given up any more.
    """
    with open_work(actor.as_platform("wake a job")) as w:
        actions.wake_job(w, job_id=job_id)


def _in_gym(actor: Actor, at: Where, why: str) -> Actor:
    return replace(actor, org_id=at.org_id, zone_name=at.zone, platform_reason=why)
