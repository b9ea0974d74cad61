"""What the plans screen knows and does."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.rules import Policy, PolicyOverride
from fitkit.features.locations import queries as locations
from fitkit.features.orgs import queries as orgs
from fitkit.features.plans import actions as plans
from fitkit.features.plans import queries as plan_queries
from fitkit.features.plans import rules as plan_rules
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import ALL_TYPES, Every, PlanDetails, PlanKind
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import desk, shop
from fitkit.texts import policy as rule_texts
from fitkit.web.owner import typed
from fitkit.web.owner.catalogue import policy as policy_form
from fitkit.web.owner.plans import overrides
from fitkit.web.owner.plans.draft import FIELDS, NEW, ONCE, Sketch, details_of, draft_of, sketch
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.plan import PlanGroup, PlanRow, holders_words, plan_row
from fitkit.web.rows.policy import Example, holder_lines
from fitkit.web.screen import Needs, Screen, also_needs, text


class PlansState(Screen, rx.State):
    """Plans, and the one that is being edited."""

    needs: ClassVar[Needs] = Permission.SEE_PLANS
    groups: list[PlanGroup] = []
    retired: list[PlanRow] = []
    is_empty: bool = False
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}

    is_open: bool = False  # the editor
    editing: PlanRow = PlanRow()  # without an id: a new plan
    only_new: str = ""  # that a change does not reach those who have it
    start: dict[str, str] = {}  # what the editor's fields begin with
    kind: str = PlanKind.WEEKLY
    covered: list[Choice] = []
    class_types: list[Choice] = []
    places: list[Choice] = []
    located: list[Choice] = []  # good at these; none: at all
    scope: str = ALL_TYPES  # the classes whose changed rules are shown
    scopes: list[Choice] = []
    rule: dict[str, str] = {}  # what the fields of the scope begin with
    changed: list[str] = []  # what the plan changes of the rules, in words
    rule_example: str = ""  # which class the lines are about; empty: nothing is changed for it
    rule_lines: list[str] = []  # what a holder sees of it
    asks_free: bool = False  # no price was typed
    every: str = Every.MONTH  # or ONCE
    preview: Sketch = Sketch()
    prices: list[str] = []  # that it had, the newest first
    _policies: dict[str, Policy] = {}  # by class type id, in the gym's order
    _example: Example | None = None
    _rules: dict[str, dict[str, str]] = {}  # as typed, by scope
    _form: dict[str, Any] = {}  # what waits for the answer about the price
    _typed: dict[str, str] = {}
    _views: dict[str, PlanView] = {}
    _holders: dict[UUID, int] = {}
    _names: dict[UUID, Text] = {}
    _today: date = date.min  # in the gym, when the editor was opened

    @rx.event
    async def load(self) -> None:
        """Read the plans."""
        self.is_open, self.problems = False, {}
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        sold = await self.do(plan_queries.plans)
        gone = await self.do(plan_queries.retired_plans)
        self._holders = await self.do(subscriptions.holders_count)
        types = await self.do(class_types.class_types)
        self._names = {t.id: t.name for t in types}
        self._policies = {str(t.id): t.policy for t in types}
        self._example = await self._next_tuesday()
        self.class_types = named(self._names.items(), self.lang())
        self.scopes = [Choice(ALL_TYPES, rule_texts.SCOPE_ALL.to(self.lang())), *self.class_types]
        places = await self.do(locations.locations)
        self.places = named([(p.id, p.name) for p in places], self.lang())
        self._views = {str(v.id): v for v in (*sold, *gone)}
        self.groups = grouped([self._row(v) for v in sold], self.lang())
        self.retired = [self._row(v) for v in gone]
        self.is_empty = not self._views

    def _row(self, view: PlanView) -> PlanRow:
        holders = self._holders.get(view.id, 0)
        return plan_row(view, names=self._names, holders=holders, lang=self.lang())

    # the editor

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def new(self) -> None:
        """Open the editor for a plan that is not there yet."""
        self.editing = PlanRow()
        self._today = await self.today()
        self._begin(NEW, PlanKind.WEEKLY)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def edit(self, plan_id: str) -> None:
        """Open the editor for a plan."""
        view = await self._view(plan_id)
        self.editing = self._row(view)
        self.only_new = desk.ONLY_NEW.to(self.lang(), holders=self.editing.holders)
        self._today = await self.today()
        await self._tell_prices(view.id)
        self._begin(draft_of(view), view.terms.kind, view)

    @rx.event
    async def close(self) -> None:
        """Leave the editor."""
        self.is_open = self.asks_free = False

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def choose_kind(self, kind: str) -> None:
        """Another kind; what was typed stays."""
        self.kind = typed.one_of({"kind": kind}, "kind", PlanKind)
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def choose_every(self, every: str) -> None:
        """Another rhythm of paying; what was typed stays."""
        self.every = ONCE if every == ONCE else typed.one_of({"every": every}, "every", Every)
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def write(self, name: str, value: str | float | None) -> None:
        """One field was typed into: the preview follows."""
        if name in FIELDS:
            self._typed = self._typed | {name: typed.as_text(value)}
            self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def sell(self, is_sold: bool) -> None:
        """In the app and on the site, or by staff only."""
        self._typed = self._typed | {"on_sale": "on" if is_sold else ""}
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def keep(self, hands_over: bool) -> None:
        """May be handed over to another member, or stays."""
        self._typed = self._typed | {"hands_over": "on" if hands_over else ""}
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def cover(self, class_type_id: str) -> None:
        """Good for this type of class too."""
        if all(c.value != class_type_id for c in self.covered):
            self.covered = [
                *self.covered,
                *(c for c in self.class_types if c.value == class_type_id),
            ]
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def uncover(self, class_type_id: str) -> None:
        """No longer good for this type of class."""
        self.covered = [c for c in self.covered if c.value != class_type_id]
        self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def locate(self, location_id: str) -> None:
        """Good at this location too."""
        if all(c.value != location_id for c in self.located):
            chosen = (c for c in self.places if c.value == location_id)
            self.located = [*self.located, *chosen]

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def unlocate(self, location_id: str) -> None:
        """No longer good at this location."""
        self.located = [c for c in self.located if c.value != location_id]

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def choose_scope(self, scope: str) -> None:
        """Show the rules that are changed for other classes; what was typed for these stays."""
        if any(c.value == scope for c in self.scopes):
            self.scope = scope
            self.rule = self._rules.get(scope, overrides.empty())
            self._tell_rules()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def write_rule(self, name: str, value: str | float | None) -> None:
        """One rule was typed: the words follow."""
        if name in overrides.FIELDS:
            now = self._rules.get(self.scope, overrides.empty())
            self._rules = self._rules | {self.scope: now | {name: typed.as_text(value)}}
            self._tell_rules()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the plan; without a price it is asked first whether it is free."""
        return await self._save(form, may_be_free=False)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def save_free(self) -> EventSpec | None:
        """Yes, it is free."""
        self.asks_free = False
        return await self._save(self._form, may_be_free=True)

    @rx.event
    async def back_to_price(self) -> None:
        """It has a price after all."""
        self.asks_free = False

    async def _save(self, form: dict[str, Any], *, may_be_free: bool) -> EventSpec | None:
        async with self.attempt() as deed:
            details = self._details(form)
            if not text(form, "price") and not may_be_free:
                plan_rules.checked(details)  # what is wrong with the rest is told first
                self._form, self.asks_free = form, True
                return None
            done = await self._keep(details)
            await self._refresh()
            self.is_open = False
            deed.toast = self.say(done, plan=Text(details.name_he, details.name_en))
        self._show_problems()
        return deed.toast

    def _details(self, form: dict[str, Any]) -> PlanDetails:
        shown = {name: text(form, name) for name in overrides.FIELDS if name in form}
        before = self._rules.get(self.scope, overrides.empty())
        self._rules = self._rules | {self.scope: before | shown}
        return details_of(
            form,
            self.kind,
            every=self.every,
            covered=[c.value for c in self.covered],
            located=[c.value for c in self.located],
            changes=overrides.read(self._rules),
        )

    def _show_problems(self) -> None:
        """A problem of a rule stands at its field: the classes it is for are shown."""
        for at, words in list(self.problems.items()):
            scope, _, field = at.partition("/")
            if field:
                self.problems = self.problems | {field: words}
                self.problems.pop(at)
                self.scope, self.rule = scope, self._rules[scope]

    async def _next_tuesday(self) -> Example:
        day = policy_form.example_day(await self.today())
        quiet = await self.do(orgs.quiet)
        return Example(day, policy_form.EXAMPLE_AT, quiet, await self.zone())

    def _tell_rules(self) -> None:
        with suppress(Refusal, OverflowError):  # half a number: the last words stay
            found = overrides.read(self._rules)
            self.changed = overrides.words(found, self.class_types, self.lang())
            self._tell_example(found)

    def _tell_example(self, found: Mapping[str, PolicyOverride]) -> None:
        """A class of the type that is shown, or of the first without changes of its own."""
        plain = (k for k in self._policies if k not in found)
        kind = next(plain, "") if self.scope == ALL_TYPES else self.scope
        by = plan_rules.override_for(UUID(kind), found) if kind in self._policies else None
        self.rule_example, self.rule_lines = "", []
        if by is not None and self._example is not None:
            lang = self.lang()
            self.rule_example = rule_texts.HOLDER_EXAMPLE.to(
                lang, class_type=self._names[UUID(kind)], class_at=self._example.words(lang)
            )
            self.rule_lines = holder_lines(
                self._policies[kind], by, example=self._example, lang=lang
            )

    async def _keep(self, details: PlanDetails) -> Text:
        """Add or change, by whether the editor has a plan; what to say then."""
        if not self.editing.id:
            await self.do(plans.add, details=details)
            return desk.PLAN_ADDED
        await self.do(plans.change, plan_id=self.uuid(self.editing.id), details=details)
        return desk.PLAN_SAVED

    # retire and restore

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def retire(self, plan_id: str) -> EventSpec:
        """Stop selling; whoever has it keeps it."""
        view = await self._view(plan_id)
        await self.do(plans.retire, plan_id=view.id)
        await self._refresh()
        self.is_open = False
        holders = holders_words(self._holders.get(view.id, 0), self.lang())
        back = back_by(PlansState.restore, plan_id)
        return self.offer_undo(desk.PLAN_RETIRED, back, plan=view.name, holders=holders)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def restore(self, plan_id: str) -> EventSpec:
        """Sell again."""
        view = await self._view(plan_id)
        await self.do(plans.restore, plan_id=view.id)
        await self._refresh()
        return self.say(desk.PLAN_BACK, plan=view.name)

    async def _view(self, plan_id: str) -> PlanView:
        """A plan of the list; read again when the list is older than it."""
        asked = str(self.uuid(plan_id))
        if asked not in self._views:
            await self._refresh()
        if asked not in self._views:
            raise Refusal(desk.NOT_FOUND)
        return self._views[asked]

    async def _tell_prices(self, plan_id: UUID) -> None:
        """The prices it had before the one that stands in its field."""
        zone, lang = await self.zone(), self.lang()
        found = await self.do(plan_queries.price_history, plan_id=plan_id)
        self.prices = [
            shop.PRICE_SINCE.to(lang, price=one.price, day=day_of(one.since, zone))
            for one in found[1:]
        ]

    def _begin(self, start: dict[str, str], kind: PlanKind, view: PlanView | None = None) -> None:
        types = {str(i) for i in view.terms.class_type_ids} if view else set()
        places = {str(i) for i in view.terms.location_ids} if view else set()
        self.start, self._typed, self.kind, self.problems = start, start, str(kind), {}
        self.covered = [c for c in self.class_types if c.value in types]
        self.located = [c for c in self.places if c.value in places]
        self._rules = overrides.draft_of(view.overrides) if view else {}
        self.scope = next(iter(self._rules), ALL_TYPES)
        self.rule = self._rules.get(self.scope, overrides.empty())
        self.every = Every.MONTH if view is None else view.every or ONCE
        self.prices = self.prices if view else []
        self.is_open, self.asks_free = True, False
        self._tell_rules()
        self._sketch()

    def _sketch(self) -> None:
        """The preview, of whatever can be read of what was typed."""
        self.preview = sketch(
            self._typed,
            PlanKind(self.kind),
            self.every,
            [c.value for c in self.covered],
            self._names,
            self._today,
            self.lang(),
        )


def grouped(rows: list[PlanRow], lang: Lang) -> list[PlanGroup]:
    """Cards by what is counted: weeks, then entries; a group without a plan is left out."""
    groups = (
        PlanGroup(kinds[0], title.to(lang), [r for r in rows if r.kind in kinds])
        for kinds, title in desk.KIND_GROUPS.items()
    )
    return [g for g in groups if g.plans]
