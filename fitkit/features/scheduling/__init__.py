"""Classes on the timetable: when, where, with whom, for how many.

Words: *class session* (one class on one day; "session" for short), *publish* (put sessions where
members see them), *series* (the sessions published together; one of them is a series too),
*withdraw* (take back a series nobody has booked: it was a slip, and is shown nowhere),
*cancel* (the class will not take place; it stays on the timetable, struck through), *clash* (a
coach or a room in two classes at once), *places* (capacity), *note* (what members are told about
one class).

When booking opens and closes, what a cancellation costs and how many may wait is read from the
class type at the moment of deciding; a session keeps no copy. So an owner's change holds at once,
everywhere, and what a member reads on the card is what the tap will do.

Invariants:
1. A session ends after it starts; a series keeps its wall time across clock changes and its length.
2. Never more places taken than there are; the counters equal the rows they count.
3. At the moment of saving, no coach and no room is in two sessions at once.
4. Capacity is never below the places taken.
5. A series is withdrawn as a whole, and only while nobody has a place or waits.
6. Numbers in a waitlist are given out under the session's hold and never twice.
"""
