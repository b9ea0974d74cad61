"""Reads of the book: balances, statements, debts, accounts over days, postings, proofs."""

from fitkit.features.ledger.queries.accounts import (
    AccountBalance,
    AccountTurnover,
    accounts,
    balance_of_account,
    trial_balance,
    written,
)
from fitkit.features.ledger.queries.debts import (
    DebtFilter,
    DebtOrder,
    DebtPage,
    DebtSum,
    DebtView,
    debts,
)
from fitkit.features.ledger.queries.members import (
    BALANCE_AFTER,
    EntryView,
    balance,
    balances,
    statement,
)
from fitkit.features.ledger.queries.postings import PostingView, of_cause, posting, posting_of
from fitkit.features.ledger.queries.proofs import (
    FailedProof,
    Health,
    ProofView,
    Recount,
    health,
    last_proof,
    recount,
)

__all__ = [
    "BALANCE_AFTER",
    "AccountBalance",
    "AccountTurnover",
    "DebtFilter",
    "DebtOrder",
    "DebtPage",
    "DebtSum",
    "DebtView",
    "EntryView",
    "FailedProof",
    "Health",
    "PostingView",
    "ProofView",
    "Recount",
    "accounts",
    "balance",
    "balance_of_account",
    "balances",
    "debts",
    "health",
    "last_proof",
    "of_cause",
    "posting",
    "posting_of",
    "recount",
    "statement",
    "trial_balance",
    "written",
]
