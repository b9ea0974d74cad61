"""What is told of a membership that ends."""

from datetime import UTC, date, datetime

import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as billing
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.notifications import queries
from fitkit.features.notifications.rules import NoticeKind
from fitkit.features.plans.rules import Every
from tests.factories.deals import make_deal
from tests.features.notifications.people import grant, make_user, person, sandbox

NOTICE = datetime(2026, 3, 8, 9, tzinfo=UTC)
ENDINGS = {
    NoticeKind.DEAL_CANCELLED,
    NoticeKind.CANCEL_ASKED,
    NoticeKind.CANCEL_WITHDRAWN,
    NoticeKind.MEMBER_CANCELLED,
}


def ended(gym, who, **deal):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, who.member_id, **deal)
        return billing.cancel(w, member_id=who.member_id, deal_id=made.deal_id, notice=Typed())


def told(actor, lang=Lang.EN):
    with open_work(actor) as w:
        return [
            (row.kind, row.title, row.body)
            for row in queries.inbox(w, lang=lang).rows
            if row.kind in ENDINGS
        ]


def test_the_member_and_the_owner_are_told_the_day_and_the_sums(gym, tmp_path):
    with time_machine.travel(NOTICE, tick=False):
        maya, owner = person(gym), make_user("owner@example.com", name="דנה")
        grant(gym, owner, Role.OWNER)
        ended(gym, maya, price=310, starts_on=date(2026, 1, 1), paid=3, every=Every.MONTH)
        run_ready(sandbox(tmp_path))
        ((kind, _, body),) = told(maya.actor)
        assert kind is NoticeKind.DEAL_CANCELLED
        assert all(part in body for part in ("8.3.2026", "11.3.2026", "₪200", "22.3.2026"))
        boss = gym.acting_as(gym.acting(Role.OWNER), user_id=owner)
        ((kind, title, body),) = told(boss)
        assert (kind, "מאיה לוי" in title) == (NoticeKind.MEMBER_CANCELLED, True)
        assert "₪200" in body


def test_whoever_waits_for_the_gym_is_told_so_and_then_the_answer(gym, tmp_path):
    with time_machine.travel(NOTICE, tick=False):
        maya = person(gym)
        notice = ended(gym, maya, price=550, starts_on=date(2026, 1, 1), every=None)
        run_ready(sandbox(tmp_path))
        assert [kind for kind, _, _ in told(maya.actor)] == [NoticeKind.CANCEL_ASKED]
        with open_work(gym.acting(Role.OWNER)) as w:
            billing.withdraw(w, cancellation_id=notice, reason="stays")
        run_ready(sandbox(tmp_path))
        assert {kind for kind, _, _ in told(maya.actor, Lang.HE)} == {
            NoticeKind.CANCEL_ASKED,
            NoticeKind.CANCEL_WITHDRAWN,
        }


def test_letters_about_a_plan_show_the_way_out(gym, tmp_path):
    with time_machine.travel(NOTICE, tick=False):
        maya, ports = person(gym), sandbox(tmp_path)
        ended(gym, maya, price=310, starts_on=date(2026, 1, 1), paid=3, every=Every.MONTH)
        run_ready(ports)
        letters = [x for x in ports.outbox.recent(50) if x.to == "maya@example.com"]
        assert any("/he/cancel/namal/" in x.text for x in letters)
