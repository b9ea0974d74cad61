"""Every event can be told as a sentence, carries no person, and is heard or known to be silent."""

import dataclasses
import importlib
import string
import typing
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from uuid import UUID

import pytest

from fitkit.core import discover
from fitkit.core.events import KINDS, LISTENERS
from fitkit.core.i18n import Text

discover.jobs()
OURS = {name: kind for name, kind in KINDS.items() if kind.__module__.startswith("fitkit.")}
RESOLVED = {
    "member", "staff", "session", "plan", "class_type", "location", "room", "user", "org", "actor",
}  # fmt: skip
PRIVATE = {
    "email", "phone", "password", "token", "code", "note", "text", "body", "name_typed", "national_id",
}  # fmt: skip


def _sentences() -> dict[str, Text]:
    found: dict[str, Text] = {}
    for name in discover.modules("texts/[!_]*.py"):
        for event, words in getattr(importlib.import_module(name), "EVENTS", {}).items():
            assert event not in found, f"{event} has two sentences"
            found[event] = words
    return found


def test_every_event_has_a_sentence():
    assert sorted(set(OURS) - set(_sentences())) == []


def test_every_sentence_is_of_an_event():
    assert sorted(set(_sentences()) - set(OURS)) == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_sentence_names_only_what_the_event_knows(name):
    words = _sentences().get(name)
    fields = {f.name for f in dataclasses.fields(OURS[name])}
    places = (
        {p for t in (words.he, words.en) for _, p, _, _ in string.Formatter().parse(t) if p}
        if words
        else set()
    )
    assert places - fields - RESOLVED == set()


def test_every_event_is_heard_or_known_to_be_silent():
    unheard = set(OURS) - {n for n, fns in LISTENERS.items() if fns}
    assert unheard == SILENT & set(OURS), "heard or listed in SILENT, never neither or both"


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_event_holds_facts_and_no_person(name):
    kind = OURS[name]
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        assert field.name not in PRIVATE, f"{name}.{field.name}"
        assert _is_fact(hints[field.name]), f"{name}.{field.name}: {hints[field.name]}"


def _is_fact(hint: object) -> bool:
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return all(_is_fact(a) for a in typing.get_args(hint))
    if typing.get_origin(hint) in (tuple, list):
        return all(_is_fact(a) for a in typing.get_args(hint) if a is not ...)
    plain = (UUID, int, float, bool, str, date, datetime, Enum, NoneType)
    return isinstance(hint, type) and issubclass(hint, plain)


# Kept for the audit trail alone: nothing follows from them by itself.
SILENT = frozenset(
    [
        "billing.later_end_wished",
        "billing.change_called_off",
        "billing.deal_goes_on",
        "billing.debt_forgiven",
        "billing.debt_plan_agreed",
        "billing.debt_plan_broken",
        "billing.debt_plan_kept",
        "billing.payment_promised",
        "billing.period_due",
        "billing.order_expired",
        "billing.pay_links_revoked",
        "offers.coupon_made",
        "offers.coupon_stopped",
        "offers.gift_card_used",
        "offers.product_added",
        "offers.product_changed",
        "offers.product_retired",
        "offers.settings_changed",
        "billing.goods_handed",
        "billing.order_placed",
        "billing.visit_paid",
        "booking.attendance_cleared",
        "booking.attendance_reopened",
        "booking.checked_in",
        "booking.notice_set",
        "booking.offer_accepted",
        "booking.offer_declined",
        "booking.guest_brought",
        "booking.guest_checked_in",
        "booking.guest_cleared",
        "booking.no_show_excused",
        "booking.waitlist_joined",
        "booking.waitlist_left",
        "calendars.opened",
        "calendars.revoked",
        "cashdesk.day_closed",
        "cashdesk.day_opened",
        "cashdesk.day_reopened",
        "cashdesk.deposited",
        "checkin.kiosk_added",
        "checkin.kiosk_renamed",
        "checkin.kiosk_revoked",
        "class_types.added",
        "class_types.changed",
        "class_types.restored",
        "class_types.retired",
        "closures.added",
        "closures.confirmed",
        "debits.file_made",
        "debits.file_settled",
        "debits.file_taken",
        "debits.file_withdrawn",
        "debits.institution_set",
        "debits.mandate_asked",
        "debits.mandate_signed",
        "debits.returned",
        "documents.buyer_set",
        "documents.issued",
        "identity.handed_over",
        "identity.invitation_revoked",
        "identity.locked",
        "identity.role_narrowed",
        "identity.role_revoked",
        "identity.sign_ins_revoked",
        "identity.signed_out",
        "identity.user_joined",
        "ledger.corrected",
        "ledger.posted",
        "ledger.proof_failed",
        "ledger.reversed",
        "locations.added",
        "locations.changed",
        "locations.closed",
        "locations.reopened",
        "locations.room_added",
        "locations.room_changed",
        "locations.room_closed",
        "locations.room_reopened",
        "members.added",
        "members.changed",
        "members.form_withdrawn",
        "members.guardian_set",
        "members.national_id_read",
        "members.note_added",
        "members.note_removed",
        "members.restored",
        "members.tag_removed",
        "members.tag_renamed",
        "members.tagged",
        "members.untagged",
        "notifications.address_died",
        "notifications.browser_added",
        "notifications.browser_removed",
        "notifications.preference_changed",
        "notifications.unsubscribed",
        "orgs.agreement_accepted",
        "orgs.brand_changed",
        "orgs.details_changed",
        "orgs.settings_changed",
        "payments.account_chosen",
        "payments.account_connected",
        "payments.card_asked",
        "payments.card_removed",
        "payments.charge_opened",
        "payments.charge_unclear",
        "payments.connection_checked",
        "payments.credentials_changed",
        "payments.pace_changed",
        "payments.page_opened",
        "payouts.booked",
        "penalties.rules_changed",
        "platform.job_woken",
        "platform.payment_asked",
        "platform.payment_opened",
        "plans.added",
        "reconciliation.difference_settled",
        "plans.restored",
        "plans.retired",
        "scheduling.batch_undone",
        "scheduling.noted",
        "scheduling.published",
        "scheduling.slot_added",
        "scheduling.slot_changed",
        "scheduling.slot_ended",
        "staff.added",
        "staff.archived",
        "staff.changed",
        "staff.coach_assigned",
        "staff.coach_unassigned",
        "staff.handed_over",
        "staff.restored",
        "substitutes.closed",
        "substitutes.withdrawn",
    ]
)
