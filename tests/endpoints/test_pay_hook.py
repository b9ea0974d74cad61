"""The callback address: attacked with replays, forgeries, another gym's words, sizes and orders."""

import asyncio
import time as clock_of_machine
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.work import open_work
from fitkit.endpoints import pay_hook
from fitkit.features.payments import queries
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym
from tests.factories.payments import PRICE, Till, make_till

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
def till(gym: Gym) -> Till:
    return make_till(gym.system)


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = httpx.ASGITransport(Starlette(routes=list(pay_hook.ROUTES)))
    return httpx.AsyncClient(transport=app, base_url="http://localhost:8000")


def path(till: Till) -> str:
    with open_work(till.actor) as w:
        return f"/hooks/pay/{queries.dialled(w, account_id=till.account_id).callback_token}"


def opened(till: Till, fate: Fate | None = Fate.APPROVED) -> tuple[object, dict[str, str]]:
    """A charge on its page, filled or not, and what the company would tell of it."""
    charge_id = till.open()
    till.page(charge_id)
    if fate:
        till.fill(charge_id, fate)
    reference = till.charge(charge_id).page_reference or ""
    return charge_id, {"page": reference, "key": charge_id.hex, "event": "paid"}


def kept() -> int:
    with open_work(VISITOR.as_platform("test")) as w:
        return int(w.hot(sa.text("select count(*) from pay_callback")).scalar_one())


async def test_a_callback_leads_to_the_charge_and_is_booked_once(client, till):
    charge_id, told = opened(till)
    answer = await client.post(path(till), json=told)
    assert (answer.status_code, answer.text) == (200, "OK")
    assert till.charge(charge_id).state is ChargeState.ON_PAGE  # nothing is believed
    jobs.run_ready(till.ports)
    assert till.charge(charge_id).state is ChargeState.PAID
    assert till.balance() == -PRICE


async def test_a_replayed_callback_changes_nothing(client, till):
    charge_id, told = opened(till)
    for _ in range(5):
        await client.post(path(till), json=told)
        jobs.run_ready(till.ports)
    assert till.balance() == -PRICE
    with open_work(till.actor) as w:
        steps = queries.charge_story(w, charge_id=charge_id).steps
    assert [s.kind for s in steps].count("payments.charge_settled") == 1
    assert [s.kind for s in steps].count("callback") == 5


@pytest.mark.parametrize("event", ["paid", "refunded", "<script>"])
async def test_a_forged_callback_moves_nothing(client, till, event):
    charge_id, told = opened(till, fate=None)
    await client.post(path(till), json=told | {"event": event, "amount": 1})
    jobs.run_ready(till.ports)
    assert till.charge(charge_id).state is ChargeState.ON_PAGE
    assert till.balance().agorot == 0


async def test_another_gyms_reference_at_our_address_touches_neither(client, till, other_gym: Gym):
    theirs = make_till(other_gym.system)
    charge_id, told = opened(theirs)
    await client.post(path(till), json=told)
    jobs.run_ready(till.ports)
    assert theirs.charge(charge_id).state is ChargeState.ON_PAGE
    assert till.balance().agorot == 0
    await client.post(path(theirs), json=told)
    jobs.run_ready(till.ports)
    assert theirs.charge(charge_id).state is ChargeState.PAID


async def test_a_key_of_one_charge_with_the_page_of_another_pays_only_what_was_paid(client, till):
    paid, told = opened(till)
    unpaid, _ = opened(till, fate=None)
    await client.post(path(till), json=told | {"page": "none", "key": unpaid.hex})  # type: ignore[attr-defined]
    jobs.run_ready(till.ports)
    assert till.charge(unpaid).state is ChargeState.ON_PAGE
    assert till.charge(paid).state is ChargeState.ON_PAGE


async def test_a_decline_that_comes_after_the_payment_does_not_undo_it(client, till):
    charge_id, told = opened(till, Fate.SOFT)
    till.fill(charge_id)
    for event in ("paid", "declined"):
        await client.post(path(till), json=told | {"event": event})
        jobs.run_ready(till.ports)
    assert till.charge(charge_id).state is ChargeState.PAID


async def test_an_unknown_address_hears_the_same_and_leaves_nothing(client, till):
    ours = await client.post(path(till), content=b"x")
    before = kept()
    for token in ("x", "x" * 5000, "%00", "..%2f..", path(till)[-43:-1]):
        answer = await client.post(f"/hooks/pay/{token}", content=b"x")
        if answer.status_code != 404:  # a slash is another address
            assert (answer.status_code, answer.content) == (ours.status_code, ours.content)
            assert dict(answer.headers) == dict(ours.headers)
    assert kept() == before


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff" * 100, b"[" * 60_000, b'{"page": 7}', b"null", b"x" * 200_000],
    ids=["empty", "bytes", "deep", "odd", "null", "huge"],
)
async def test_any_body_is_kept_up_to_its_bound_and_answered_at_once(client, till, body):
    began = clock_of_machine.monotonic()
    answer = await client.post(path(till), content=body)
    assert answer.status_code == 200
    assert clock_of_machine.monotonic() - began < 1
    jobs.run_ready(till.ports)
    with open_work(till.actor) as w:
        found = w.hot(sa.text("select octet_length(body), handled_at from pay_callback")).one()
        dead = w.hot(sa.text("select count(*) from job where state <> 'done'")).scalar_one()
    assert found[0] == min(len(body), 64 * 1024)
    assert found[1] is not None
    assert dead == 0


async def test_a_body_that_never_ends_is_answered_within_a_second(client, till):
    async def drops():
        while True:
            yield b"x"
            await asyncio.sleep(0.05)

    began = clock_of_machine.monotonic()
    answer = await client.post(path(till), content=drops())
    assert answer.status_code == 200
    assert clock_of_machine.monotonic() - began < 1


async def test_words_of_an_address_are_read_as_words(client, till):
    charge_id, told = opened(till)
    answer = await client.get(path(till), params=told | {"a": "\x00", "b": "×" * 3000})
    assert answer.status_code == 200
    jobs.run_ready(till.ports)
    assert till.charge(charge_id).state is ChargeState.ON_PAGE  # the demo tells by JSON only


async def test_a_flood_is_kept_to_its_allowance_and_nothing_is_lost_by_it(client, till):
    charge_id, told = opened(till)
    await client.post(path(till), content=b"noise")
    with open_work(till.actor) as w:
        used_up = "update rate_bucket set tokens = -400 where key like 'pay-hook:%'"
        assert w.hot(sa.text(used_up)).rowcount == 1  # type: ignore[attr-defined]
    for _ in range(20):
        answer = await client.post(path(till), content=b"noise")
        assert answer.status_code == 200
    assert kept() == 1
    await client.post(path(till), json=told)
    with open_work(till.actor) as w:
        w.hot(sa.text("update charge set next_look_at = now() - interval '1 minute'"))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID


async def test_a_callback_before_the_payment_is_made_good_by_looking(client, till):
    charge_id, told = opened(till, fate=None)
    await client.post(path(till), json=told)
    jobs.run_ready(till.ports)
    till.fill(charge_id)
    with open_work(till.actor) as w:
        old = {"ago": timedelta(minutes=2)}
        w.hot(
            sa.text("update charge set asked_at = asked_at - :ago, next_look_at = now() - :ago"),
            old,
        )
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID
