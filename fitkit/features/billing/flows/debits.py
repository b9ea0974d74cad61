"""What is due of members who pay from their bank is gathered into a file."""

from datetime import date
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, flow_requires
from fitkit.core.work import open_work
from fitkit.features.billing.actions import debits as actions
from fitkit.features.debits import queries as mandates
from fitkit.ports import Ports
from fitkit.ports.debits import Debit, Institution
from fitkit.texts import debits as texts


@flow_requires(Permission.EDIT_MONEY)
def make_debit_file(ports: Ports, actor: Actor, *, charge_on: date) -> UUID:
    """Gather what waits into a file for a day, and return the file; charges are SENT from then on.

    One transaction, in the gym's turn: the file is tried before it is written down, so that none is kept
    that cannot be made, and two at once make two files of different debits.

    Raises:
        Refusal: nothing waits, no institution, a day on which banks debit nobody, or a mandate that the
            bank's file cannot hold, named by its member.
    """
    with open_work(actor) as w:
        waiting = actions.gather(w)
        known = mandates.institution(w)
        if known is None:
            raise Refusal(texts.NO_INSTITUTION)
        found = ports.debits.problems(
            Institution(known.code, known.sender, known.name, known.letters),
            [
                Debit(mandates.opened(w, mandate_id=one.debit.mandate_id), one.debit.amount)
                for one in waiting
            ],
            charge_on=charge_on,
            serial=mandates.next_serial(w, charge_on=charge_on),
            today=day_of(w.now, actor.zone),
        )
        for problem in found:
            words = problem.refusal.to(actor.lang)
            if problem.line is None:
                raise Refusal(problem.refusal.text, field="charge_on", **problem.refusal.params)
            raise Refusal(texts.OF_LINE, name=waiting[problem.line].member, problem=words)
        return actions.make_file(w, charge_on=charge_on, waiting=waiting)
