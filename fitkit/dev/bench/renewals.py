"""Renewals of fifty gyms against Cardcom's stand-in that answers in 200 ms: one worker, two, and two that are killed.

``./run bench renewals [DUE [GYMS]]``: 10,000 subscriptions in 50 gyms unless said. Each pass has gyms of its own and begins
when everything is due; it opens the periods, charges them, settles them and writes the book, by the real
worker processes and their clock's jobs, and ends when every period is paid.

``limit_ratio`` is the rate of two workers against the least of three limits:

- what the gyms allow: the charges an account takes at a time, times the gyms, over 0.2 s;
- what the workers can wait for: their threads that take long jobs, times the charges of a gym at a time, over 0.2 s;
- what the machine can do: the rate of the same two workers, over a tenth as many, when the stand-in answers at
  once. Nothing of a worker waits there: it is bound by the processor that workers, database and stand-in share.

``charges`` is what the stand-in took in the pass with kills, ``doubles`` those of them beyond one for a period,
``lost`` the periods that nothing was taken for, or that the book has no sale and payment of. A kill takes away
up to as many answers as a worker waited for: they are looked up after a hundred seconds at the soonest, and told
again after three minutes where the company never heard of them, so that pass takes as long as that after its last
kill, of which every step ahead brings another: a few minutes, however few are due.
"""

import json
import multiprocessing
import os
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock, crypto, db, jobs
from fitkit.core.actor import VISITOR, system
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.jobs import later
from fitkit.core.money import ZERO, Money
from fitkit.core.settings import settings
from fitkit.core.work import Work, open_work
from fitkit.dev.bench import _ground
from fitkit.dev.processes import environment, worker_command
from fitkit.dev.standins.cardcom import (
    API_NAME,
    API_PASSWORD,
    TERMINAL,
    CardcomStandIn,
)
from fitkit.dev.standins.serving import PageCard, serve_for_ever
from fitkit.ports.payments import CardToken, PageRequest, Payer, Provider

GYMS: Final = 50
DUE: Final = 10_000
ANSWER_S: Final = 0.2
KILL_EVERY_S: Final = 5
KILL_ANYWAY_S: Final = (
    60  # while nothing is paid: on a slow machine a worker starts for longer than it would live
)
PATIENCE_S: Final = 3_600
PRICE: Final = Money.shekels(390)
_CREDENTIALS: Final = {
    "terminal": str(TERMINAL),
    "api_name": API_NAME,
    "api_password": API_PASSWORD,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many are due, in how many gyms."""

    due: int
    gyms: int

    def tenth(self) -> "Plan":
        """The same in small: at least one a gym."""
        return Plan(max(self.gyms, self.due // 10), self.gyms)

    def share(self, n: int) -> int:
        """How many are due in the n-th gym."""
        return self.due // self.gyms + (1 if n < self.due % self.gyms else 0)


@dataclass(frozen=True, slots=True)
class Pass:
    """How one pass went."""

    seconds: float
    rate: float  # charges a second
    kills: int = 0


def main(due: str = str(DUE), gyms: str = str(GYMS)) -> Mapping[str, object]:
    """Run the passes; figures by key."""
    plan = Plan(int(due), int(gyms))
    port = _free_port()
    os.environ["FITKIT_CARDCOM_URL"] = f"http://127.0.0.1:{port}"
    _ground.own_database("renewals")
    with _stand_in(port) as base:
        token = _token(base)
        _tell(base, delay_ms=0)
        machine = _measured(token, plan.tenth(), "answered at once", workers=2)
        _tell(base, delay_ms=int(ANSWER_S * 1000))
        one = _measured(token, plan, "one worker", workers=1)
        two = _measured(token, plan, "two workers", workers=2)
        before = _state(base)
        killed = _measured(token, plan, "two workers, killed", workers=2, kills=True)
        after = _state(base)
        taken, keys = (after[k] - before[k] for k in ("charges", "keys"))
        lost = _lost(plan.due)
    allowed = _at_once() * plan.gyms / ANSWER_S
    waited = 2 * jobs.for_long(settings().worker_threads) * _at_once() / ANSWER_S
    limit = min(allowed, waited, machine.rate)
    return {
        "charges": taken,
        "doubles": taken - min(keys, plan.due),
        "lost": lost,
        "charges_per_s": round(two.rate, 1),
        "limit_ratio": round(two.rate / limit, 3),
        "one_worker_s": round(one.seconds, 1),
        "two_workers_s": round(two.seconds, 1),
        "killed_s": round(killed.seconds, 1),
        "kills": killed.kills,
        "one_worker_per_s": round(one.rate, 1),
        "machine_per_s": round(machine.rate, 1),
        "allowed_per_s": round(allowed, 1),
        "waited_per_s": round(waited, 1),
    }


def _measured(
    token: CardToken, plan: Plan, called: str, *, workers: int, kills: bool = False
) -> Pass:
    """Set up, start the clock with everything due, and wait until all is paid."""
    gyms = _gyms(token, plan)
    _forget_the_day()
    crew = _Crew(workers)
    left = plan.due
    try:
        for org_id in gyms:
            with open_work(system(org_id)) as w:
                _begin(w)
        began = killed_at = _first_claim(gyms)
        left_then = left
        while (left := _unpaid(gyms)) and time.monotonic() - began < PATIENCE_S:
            time.sleep(0.5)
            is_time = kills and time.monotonic() - killed_at >= KILL_EVERY_S
            if is_time and (left < left_then or time.monotonic() - killed_at >= KILL_ANYWAY_S):
                crew.kill_one()
                killed_at, left_then = time.monotonic(), left
        seconds = time.monotonic() - began
    finally:
        crew.end()
    if kills:
        _MEASURED[:] = gyms
    _ground.say(f"{called}: {plan.due - left} of {plan.due} in {seconds:.0f} s")
    return Pass(seconds, plan.due / seconds, crew.kills)


_MEASURED: list[UUID] = []


class _Crew:
    """Worker processes."""

    def __init__(self, many: int) -> None:
        self.kills = 0
        self._all = [self._hire() for _ in range(many)]

    def _hire(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # our own command
            worker_command(),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_one(self) -> None:
        place = self.kills % len(self._all)
        self.kills += 1
        self._all[place].kill()
        self._all[place].wait()
        self._all[place] = self._hire()

    def end(self) -> None:
        for one in self._all:
            one.kill()
            one.wait()


def _first_claim(gyms: list[UUID]) -> float:
    """When the first worker had started, and took the first gym: their start is not measured."""
    words = sa.text(
        "select count(*) from job where org_id = any(:gyms) and state <> 'queued'"
        " and name = 'billing.jobs.renewals.renew_soon'"
    )
    while not _asked(words, gyms):
        time.sleep(0.2)
    return time.monotonic()


def _forget_the_day() -> None:
    """What each gym does once a day would all be made up at once by the clock of a worker that starts."""
    jobs.tick(clock.now())
    with db.transaction() as c:
        c.execute(sa.text("update job set state = 'done' where state = 'queued'"))


def _begin(w: Work) -> None:
    from fitkit.features.billing.jobs import renewals

    later(w, renewals.renew_soon, run_at=w.now)


def _gyms(token: CardToken, plan: Plan) -> list[UUID]:
    """Gyms whose members all have a card and a plan that is due today."""
    from fitkit.features.orgs.rules import GymKind
    from fitkit.features.orgs.tables import Org
    from fitkit.features.payments import actions as payments

    today = clock.day_of(clock.now(), clock.ISRAEL)
    found = []
    for n in range(plan.gyms):
        org_id = new_id()
        with open_work(VISITOR.as_platform("bench")) as w:
            slug = f"bench-{org_id.hex[-10:]}"
            w.add(Org(id=org_id, slug=slug, name="Bench", kind=GymKind.CROSSFIT))
        with open_work(system(org_id)) as w:
            account_id = payments.connect_account(
                w, provider=Provider.CARDCOM, credentials=_CREDENTIALS
            )
            _people(w, plan.share(n), account_id, token, today)
        found.append(org_id)
    return found


def _people(w: Work, many: int, account_id: UUID, token: CardToken, today: date) -> None:
    """Rows as the actions leave them; through the actions it would take longer than what is measured."""
    from fitkit.features.billing.tables import Deal
    from fitkit.features.members.rules import MemberStatus
    from fitkit.features.members.tables import Member
    from fitkit.features.payments.tables import Card
    from fitkit.features.plans import actions as plans
    from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
    from fitkit.features.subscriptions.tables import Subscription

    details = PlanDetails("Bench", "Bench", Terms(PlanKind.UNLIMITED), PRICE)
    plan_id = plans.add(w, details=details)
    anchor = _anchor(today)
    rows: dict[str, list[Any]] = {"people": [], "held": [], "rest": []}
    for n in range(many):
        member_id, held_id, card_id = new_id(), new_id(), new_id()
        member = Member(
            id=member_id,
            first_name=f"M{n}",
            folded=f"m{n}",
            status=MemberStatus.ACTIVE,
            joined_on=anchor,
        )
        held = Subscription(
            id=held_id,
            member_id=member_id,
            plan_id=plan_id,
            kind=PlanKind.UNLIMITED,
            starts_on=anchor,
        )
        deal = Deal(
            subscription_id=held_id,
            member_id=member_id,
            every=Every.MONTH,
            price_agorot=PRICE.agorot,
            anchor_on=anchor,
            next_number=1,
            next_on=today,
            made_on=anchor,
        )
        card = Card(
            id=card_id,
            member_id=member_id,
            account_id=account_id,
            token_sealed=crypto.seal(token.token, f"card:{card_id}:token"),
            last4="0000",
            good_until=today + timedelta(days=400),
        )
        rows["people"].append(member)
        rows["held"].append(held)
        rows["rest"] += [deal, card]
    for part in rows.values():
        w.add(*part)
        w.session.flush()


def _anchor(today: date) -> date:
    """A day whose first period of a month ends yesterday."""
    from fitkit.features.billing.rules import periods

    found = periods.months_after(today, -1)
    return found if periods.months_after(found, 1) == today else today - timedelta(days=31)


def _unpaid(gyms: list[UUID]) -> int:
    """How many of the gyms' deals have no paid period yet."""
    words = sa.text(
        "select (select count(*) from deal where org_id = any(:gyms))"
        " - (select count(*) from deal_period where org_id = any(:gyms) and state = 'paid')"
    )
    return int(_asked(words, gyms))


def _lost(many: int) -> int:
    """Periods of the last pass without exactly a sale and a payment in the book."""
    words = sa.text(
        "select count(*) from deal_period p where org_id = any(:gyms) and state = 'paid'"
        " and (select count(*) from ledger_posting l where l.org_id = p.org_id and l.kind = 'sale'"
        "      and l.cause_kind = 'deal_period' and l.cause_id = p.id) = 1"
        " and (select count(*) from charge c join ledger_posting l on l.cause_id = c.id"
        "      and l.cause_kind = 'charge' and l.kind = 'payment'"
        "      where c.cause_kind = 'deal_period' and c.cause_id = p.id) = 1"
    )
    return many - int(_asked(words, _MEASURED))


def _asked(words: sa.TextClause, gyms: list[UUID]) -> Any:  # Any: one value
    with open_work(VISITOR.as_platform("bench")) as w:
        return w.hot(words, {"gyms": gyms}).scalar()


def _at_once() -> int:
    from fitkit.features.payments.tables import PayAccount

    return int(PayAccount.model_fields["at_once"].default)


@contextmanager
def _stand_in(port: int) -> Iterator[str]:
    """The company, in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                _state(base)
                break
            except OSError:
                time.sleep(0.1)
        yield base
    finally:
        process.kill()
        process.join()


def _serve(port: int) -> None:
    serve_for_ever(CardcomStandIn(), port)


def _token(base: str) -> CardToken:
    """A card that was left on the company's page; all members have the same."""
    from fitkit import wiring
    from fitkit.ports.payments import CardKept, HostedPage

    gateway = wiring.gateways(settings()).open(Provider.CARDCOM, _CREDENTIALS)
    url = f"{base}/nobody"
    asked = PageRequest(
        key=new_id().hex,
        amount=ZERO,
        lines=(),
        payer=Payer("Bench"),
        words="Bench",
        lang=Lang.HE,
        success_url=url,
        failure_url=url,
        cancel_url=url,
        callback_url=url,
        keep_card=True,
    )
    made = gateway.open_page(asked)
    if not isinstance(made, HostedPage):
        raise TypeError(f"the stand-in made no page: {made}")
    form = {"card": PageCard.GOOD.value, "name": "Bench", "holder": "123456782", "payments": "1"}
    with suppress(OSError):  # it leads on to an address that is nobody's
        urllib.request.urlopen(made.url, urllib.parse.urlencode(form).encode(), timeout=10)  # noqa: S310
    kept = gateway.page_outcome(made.reference, key=asked.key, amount=ZERO)
    if not isinstance(kept, CardKept):
        raise TypeError(f"the stand-in kept no card: {kept}")
    return kept.token


def _tell(base: str, **wish: object) -> None:
    _http(f"{base}/_control", json.dumps(wish).encode())


def _state(base: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(_http(f"{base}/_state", None))
    return found


def _http(url: str, body: bytes | None) -> bytes:
    with urllib.request.urlopen(url, body, timeout=30) as answer:  # noqa: S310  # loopback
        read: bytes = answer.read()
        return read


def _free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port
