"""The drawer at the desk: money that staff take by hand, counted when a day opens and when it closes.

A gym has one drawer: a payment by hand does not say at which location it was taken. What should be in it is
what the book says of the cash desk; a count that finds otherwise is explained, and goes into the book.

Words: *day* (of the drawer: from one closing to the next, whoever works it), *count* (what was found in it,
at the opening and at the closing), *difference* (what was counted, less what should be there), *deposit*
(cash or cheques brought to the bank), *movement* (what the book says came into the drawer, or went out).

Invariants:
1. At most one day of a gym is open.
2. Each movement of the drawer belongs to exactly one day: to the one that closes next after it.
3. A count is never changed. One that finds a difference has words, and stands in the book as a correction
   with the count as its cause.
4. Only the owner opens a closed day again, the newest one alone, and says why; the counts before stay.
5. A deposit never takes more out than the book says is there.
"""
