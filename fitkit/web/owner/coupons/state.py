"""What the owner's coupons know and do."""

from datetime import date
from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.money import ZERO
from fitkit.core.permissions import Permission
from fitkit.features.offers import actions, queries
from fitkit.features.offers.queries import CouponView
from fitkit.features.offers.rules.coupons import CouponDetails, Discount, checked, folded
from fitkit.features.plans import queries as plans
from fitkit.texts import coupons as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.coupon import CouponRow, UseRow, coupon_row, use_row
from fitkit.web.screen import Needs, Screen, also_needs, text, ticked

PERCENT, AMOUNT = "percent", "amount"
FIRST, SOME, ALL = "first", "some", "all"
KINDS: Final = (PERCENT, AMOUNT)
LASTS: Final = (FIRST, SOME, ALL)


class CouponsState(Screen, rx.State):
    """Coupons, and the one that is being made, looked at or stopped."""

    needs: ClassVar[Needs] = Permission.SEE_PLANS
    rows: list[CouponRow] = []
    is_empty: bool = False
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}

    is_open: bool = False  # the form of a new one
    kind: str = PERCENT
    lasts: str = FIRST
    plans: list[Choice] = []
    for_plans: list[Choice] = []  # none: for all

    used: CouponRow = CouponRow()  # whose uses are shown; without an id: none
    uses: list[UseRow] = []
    stopping: CouponRow = CouponRow()  # that is asked about; without an id: none
    _views: dict[str, CouponView] = {}

    @rx.event
    async def load(self) -> None:
        """Read the coupons."""
        self.is_open, self.problems = False, {}
        self.used = self.stopping = CouponRow()
        async with self.loading():
            await self._refresh()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def new(self) -> None:
        """Open the form of a new one."""
        found = await self.do(plans.plans)
        self.plans = named([(view.id, view.name) for view in found], self.lang())
        self.for_plans, self.kind, self.lasts, self.problems = [], PERCENT, FIRST, {}
        self.is_open = True

    @rx.event
    async def close(self) -> None:
        """Leave whatever is open."""
        self.is_open, self.problems = False, {}
        self.used = self.stopping = CouponRow()

    @rx.event
    async def choose_kind(self, kind: str) -> None:
        """A percentage, or an amount."""
        self.kind = kind if kind in KINDS else self.kind

    @rx.event
    async def choose_lasts(self, lasts: str) -> None:
        """The first payment, some, or all of them."""
        self.lasts = lasts if lasts in LASTS else self.lasts

    @rx.event
    async def add_plan(self, plan_id: str) -> None:
        """For this plan too."""
        if all(c.value != plan_id for c in self.for_plans):
            self.for_plans = [*self.for_plans, *(c for c in self.plans if c.value == plan_id)]

    @rx.event
    async def remove_plan(self, plan_id: str) -> None:
        """Not for this plan."""
        self.for_plans = [c for c in self.for_plans if c.value != plan_id]

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def make(self, form: dict[str, Any]) -> EventSpec | None:
        """Make the coupon that was typed."""
        async with self.attempt() as deed:
            details = self._details(form, await self.today())
            await self.do(actions.make_coupon, details=details)
            await self._refresh()
            self.is_open = False
            deed.toast = self.say(texts.MADE, code=folded(details.code))
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def see_uses(self, coupon_id: str) -> None:
        """Who used a coupon."""
        view = self._view(coupon_id)
        zone, lang = await self.zone(), self.lang()
        found = await self.do(queries.uses_of, coupon_id=view.id)
        self.uses = [use_row(one, zone=zone, lang=lang) for one in found]
        self.used = self._row(coupon_id)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def ask_stop(self, coupon_id: str) -> None:
        """Ask before a coupon is stopped: it does not come back."""
        self.stopping = self._row(coupon_id)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def stop(self) -> EventSpec:
        """Stop it."""
        await self.do(actions.stop_coupon, coupon_id=self.uuid(self.stopping.id))
        self.stopping = CouponRow()
        await self._refresh()
        return self.say(texts.STOPPED)

    async def _refresh(self) -> None:
        today = await self.today()
        found = await self.do(queries.all_coupons)
        self._views = {str(view.id): view for view in found}
        self.rows = [coupon_row(view, today=today, lang=self.lang()) for view in found]
        self.is_empty = not self.rows

    def _details(self, form: dict[str, Any], today: date) -> CouponDetails:
        """What stands in the form; all that is wrong with it is said at once."""
        faults = typed.Faults(form)
        periods: int | None = {FIRST: 1, ALL: None}.get(self.lasts, 0)
        if self.lasts == SOME:
            periods = faults.read(typed.needed_whole, "periods", 2)
        is_percent = self.kind == PERCENT
        found = CouponDetails(
            code=text(form, "code"),
            discount=Discount(
                percent=faults.read(typed.needed_whole, "percent", 1) if is_percent else None,
                amount=None if is_percent else faults.read(typed.price, "amount", ZERO),
                periods=periods,
            ),
            most_uses=faults.read(typed.whole, "most_uses", None),
            most_each=faults.read(typed.whole, "most_each", None),
            valid_from=faults.read(typed.day, "valid_from", None),
            valid_to=faults.read(typed.day, "valid_to", None),
            only_new=ticked(form, "only_new"),
            plan_ids=tuple(self.uuid(c.value) for c in self.for_plans),
        )
        faults.settle(lambda: checked(found, today=today))
        return found

    def _view(self, coupon_id: str) -> CouponView:
        found = self._views.get(coupon_id)
        if found is None:
            raise NotFound
        return found

    def _row(self, coupon_id: str) -> CouponRow:
        found = next((one for one in self.rows if one.id == coupon_id), None)
        if found is None:
            raise NotFound
        return found
