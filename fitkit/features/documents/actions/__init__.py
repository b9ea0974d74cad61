"""Choose who numbers the documents; owe one, ask for one, and write down what became of it."""

from fitkit.features.documents.actions.accounts import (
    choose_issuer,
    clear_buyer,
    set_buyer,
)
from fitkit.features.documents.actions.issuing import (
    Ask,
    Fetch,
    claim,
    note_number,
    try_again,
    write_file,
    write_issued,
    write_refused,
    write_unasked,
    write_unknown,
)
from fitkit.features.documents.actions.owing import (
    alert,
    owe_for_charge,
    owe_for_gift,
    owe_for_gift_again,
    owe_for_gift_back,
    owe_for_refund,
)
from fitkit.features.documents.actions.past import (
    owe_past,
    write_past,
)

__all__ = [
    "Ask",
    "Fetch",
    "alert",
    "choose_issuer",
    "claim",
    "clear_buyer",
    "note_number",
    "owe_for_charge",
    "owe_for_gift",
    "owe_for_gift_again",
    "owe_for_gift_back",
    "owe_for_refund",
    "owe_past",
    "set_buyer",
    "try_again",
    "write_file",
    "write_issued",
    "write_past",
    "write_refused",
    "write_unasked",
    "write_unknown",
]
