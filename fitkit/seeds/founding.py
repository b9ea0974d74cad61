"""A gym opened as its owner would, with the demo's companies for payments and documents."""

from uuid import UUID

from fitkit.core import jobs
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import flows as documents
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.orgs import actions as orgs
from fitkit.features.orgs.rules import GymKind, Opening
from fitkit.features.payments import actions as payments
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider
from fitkit.seeds import people
from fitkit.wiring import ports


def found(user_id: UUID, opening: Opening) -> UUID:
    """Open a gym as its owner would, and let what follows from it happen."""
    org_id = new_id()
    with open_work(people.owner_of(org_id, user_id)) as w:
        orgs.found(w, opening=opening)
    people.grant([RoleGrant(user_id=user_id, org_id=org_id, role=Role.OWNER)])
    with open_work(people.owner_of(org_id, user_id)) as w:
        payments.connect_account(w, provider=Provider.DEMO, credentials={})
    documents.choose_issuer(
        ports(),
        people.owner_of(org_id, user_id),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=opening.kind is GymKind.TRAINER,
        mails_them=False,
    )
    jobs.run_ready(ports(), limit=5000)
    return org_id
