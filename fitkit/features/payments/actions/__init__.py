"""Accounts, cards, charges and refunds: opened, told, settled, written into the book."""

from fitkit.features.payments.actions.accounts import (
    change_credentials,
    choose_account,
    connect_account,
    note_check,
    note_problem,
    set_pace,
)
from fitkit.features.payments.actions.callbacks import (
    forget_old_callbacks,
    keep_callback,
    note_callback,
)
from fitkit.features.payments.actions.cards import drop_card_apart, keep_card, remove_card
from fitkit.features.payments.actions.charges import (
    abandon,
    begin_asking,
    begin_telling,
    look_soon,
    note_page,
    open_charge,
    put_off,
    take_by_hand,
)
from fitkit.features.payments.actions.debits import (
    open_debit,
    settle_debit_paid,
    settle_debit_returned,
    withdraw_debit,
)
from fitkit.features.payments.actions.past import (
    PastCard,
    PastCharge,
    bring_in_cards,
    record_past,
)
from fitkit.features.payments.actions.refunds import (
    begin_giving_back,
    decide_refund,
    give_back_surplus,
    note_refund,
    open_refund,
    open_refund_by_itself,
    put_off_refund,
    settle_refund,
)
from fitkit.features.payments.actions.settling import (
    decide_charge,
    settle_found,
    settle_told,
)
from fitkit.features.payments.actions.telling import Telling, begin_charge, begin_charge_again

__all__ = [
    "PastCard",
    "PastCharge",
    "Telling",
    "abandon",
    "begin_asking",
    "begin_charge",
    "begin_charge_again",
    "begin_giving_back",
    "begin_telling",
    "bring_in_cards",
    "change_credentials",
    "choose_account",
    "connect_account",
    "decide_charge",
    "decide_refund",
    "drop_card_apart",
    "forget_old_callbacks",
    "give_back_surplus",
    "keep_callback",
    "keep_card",
    "look_soon",
    "note_callback",
    "note_check",
    "note_page",
    "note_problem",
    "note_refund",
    "open_charge",
    "open_debit",
    "open_refund",
    "open_refund_by_itself",
    "put_off",
    "put_off_refund",
    "record_past",
    "remove_card",
    "set_pace",
    "settle_debit_paid",
    "settle_debit_returned",
    "settle_found",
    "settle_refund",
    "settle_told",
    "take_by_hand",
    "withdraw_debit",
]
