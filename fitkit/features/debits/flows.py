"""A file as bytes, for whoever takes it to the bank."""

from dataclasses import dataclass
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.permissions import Permission, flow_requires
from fitkit.core.work import open_work
from fitkit.features.debits import actions, queries
from fitkit.ports import Ports
from fitkit.ports.debits import Debit


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file to take to the bank."""

    name: str
    raw: bytes


@flow_requires(Permission.EDIT_MONEY)
def take_file(ports: Ports, actor: Actor, *, run_id: UUID) -> FileBytes:
    """The file, the same bytes each time; that it was taken is written down.

    Raises:
        NotFound: no such file.
        Refusal: the gym's institution does not make one any more.
    """
    with open_work(actor) as w:
        found = queries.to_build(w, run_id=run_id)
    debits = [Debit(mandate, amount) for mandate, amount in found.mandates]
    made = ports.debits.build(
        found.institution,
        debits,
        charge_on=found.charge_on,
        serial=found.serial,
        today=found.made_on,
    )
    with open_work(actor) as w:
        actions.note_taken(w, run_id=run_id)
    return FileBytes(f"masav-{found.charge_on:%Y%m%d}-{found.serial:03}.txt", made.raw)
