"""Members who pay from their bank account: their authorisations, and the files that debit them.

A gym with an institution code of its bank may debit accounts whose holders authorised it. What is due is
gathered into a *file* for a day; a person takes it to the bank's own program. The bank tells days later
which debits came back, on paper or on its site: staff mark those, and the rest counts as paid.

Words: *institution* (the gym as the bank knows it), *mandate* (a payer's authorisation), *reference* (of a
mandate, the same for its whole life), *file*, *line* (one debit in it), *value day* (on which accounts are
debited), *return* (a debit that the bank sent back).

Invariants:
1. A member has at most one mandate that is not cancelled. What one says is never changed: another is asked for.
2. Only an active mandate is debited.
3. A cause stands in at most one file that is open: its charge is SENT until it is paid, returned or withdrawn.
4. A line is settled once: returned while its days run, or paid when they are over.
5. Account numbers and the payers' ids are sealed, and are opened for the file alone.
"""
