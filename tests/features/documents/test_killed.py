"""A process that is killed with -9 between the issuing and writing it down leaves one document, and not two."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
import time_machine

from fitkit import wiring
from fitkit.core import clock, discover
from fitkit.core.actor import system
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.settings import settings
from fitkit.core.work import Work, open_work
from fitkit.features.documents import actions, flows, queries
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.ports.invoices import Issuer
from tests.conftest import make_gym
from tests.factories.documents import Moody, paid_charge, ports_with
from tests.factories.members import make_member

ROOT = Path(__file__).parents[3]


def die_while_issuing(database: str, gym_id: UUID, document_id: UUID, at: str) -> None:
    """Ask for a document, and be killed just before or just after the issuer has made it."""
    os.environ["FITKIT_DATABASE"] = database  # the tests' own settings name another
    settings.cache_clear()
    discover.tables()
    discover.jobs()
    ports, actor = wiring.ports(), system(gym_id)
    with open_work(actor) as w:
        account = queries.open_account(w, account_id=queries.in_use(w).id)
    demo = ports.invoices.open(Issuer.DEMO, account.credentials)
    dying = Moody(demo, **{at: lambda: os.kill(os.getpid(), signal.SIGKILL)})
    flows.issue(ports_with(Issuer.DEMO, dying), actor, document_id=document_id)


def of_charge(w: Work, member_id: UUID) -> UUID | None:
    return actions.owe_for_charge(w, charge_id=paid_charge(w, member_id))


def of_gift(w: Work, member_id: UUID) -> UUID | None:
    """What a gift card paid of a sale."""
    amount, rate, words = Money.shekels(100), Fraction(18, 100), Text("כרטיסייה", "A pack")
    return actions.owe_for_gift(
        w, part_id=new_id(), member_id=member_id, amount=amount, rate=rate, words=words
    )


@pytest.mark.parametrize("owe", [of_charge, of_gift])
@pytest.mark.parametrize("at", ["before", "after"])
def test_a_killed_process_leaves_one_document(real_database, at, owe):
    gym, ports = make_gym(), wiring.ports()
    flows.choose_issuer(
        ports,
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=False,
        mails_them=False,
    )
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        document = owe(w, member)
    given = f"'{real_database}', UUID('{gym.org_id}'), UUID('{document}'), '{at}'"
    module = "tests.features.documents.test_killed"
    code = f"from uuid import UUID; from {module} import die_while_issuing as die; die({given})"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    with open_work(gym.system) as w:
        assert w.get(TaxDocument, document).state is DocumentState.UNKNOWN
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        flows.issue_due(ports, gym.system)
    with open_work(gym.system) as w:
        row = w.get(TaxDocument, document)
        assert (row.state, row.number) == (DocumentState.ISSUED, "1001")
    from tests.integrations.demo import store

    with store().reading() as c:
        made = c.execute("select count(*) from papers where account = ?", [gym.org_id.hex])
        assert made.fetchone()[0] == 1
