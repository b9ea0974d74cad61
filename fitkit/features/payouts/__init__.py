"""What payment companies paid out to the gym's bank, against what they had taken.

What a company took stands on its clearing account until it arrives at the bank. A payout moves it there, less
the fee that the company kept. Where a company tells what it pays out, its list is read; elsewhere the owner
enters what stands on the bank's statement.

Words: *payout* (money that arrived at the bank), *fee* (what the company kept of it), *expected* (what the
book says the company held at the end of a day), *told* (by the company, and not in the book yet), *difference*
(what was expected, less what arrived and the fee).

Invariants:
1. A payout is in the book once: payout of the clearing account, with its row as the cause.
2. What a company tells is kept once by its number, and moves nothing until a person books it.
3. A difference is kept with its words; it stays on the clearing account, so that nothing is explained away.
"""
