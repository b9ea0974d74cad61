"""Standing bookings: a regular's fixed place in a class of every week.

Booked when the slot yields a new class, before booking opens for all, by the same engine: who has
no plan, no entry or no week left that time is told, and the fixed place stays for the next.

Words: *fixed place* (a member's standing booking of one slot), *pause* (while the plan is frozen),
*end*.

Invariants:
1. A member has one fixed place in a slot at most.
2. A class gets a fixed place's booking once; who gave it back is not booked into it again. Where
   nothing paid it is tried again when the member is given a plan or entries, and where the class was
   off when it is on again.
3. While the member's plan is frozen, or nothing pays, nothing is booked; what was booked ahead for
   those days is released at no cost.
4. A slot has no more fixed places than places.
"""
