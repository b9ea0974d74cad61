"""What coming to nothing costs: warnings, lost entries and short blocks, open to dispute.

Counted over rolling days: a late cancellation and a no-show are *offences*. The first is met by
a warning, the second takes an entry of a pack (or is a strike, where there is none), the third
blocks new bookings for some days; places that are booked stay. Numbers are the owner's.

Words: *offence* (a late cancellation or a no-show), *penalty* (what it led to), *step* (warning,
entry, strike, block), *ladder* (the steps in order), *dispute* (the member says it was not so),
*excuse* (staff take the penalty back), *uphold* (staff leave it), *rules* (the numbers, in a version).

Invariants:
1. An offence leads to one penalty at most, however often it is told; one that was taken back (the
   member had come after all) and comes again is judged by itself.
2. A penalty keeps the version of the rules that led to it; rules are never changed, only followed
   by a newer version.
3. A no-show counts only where attendance was taken, hours after the class, and only if it still stands.
4. An excused penalty counts for nothing, and what it took comes back; what is excused before it
   was judged never is.
5. A dispute is open for some hours; who does not dispute in time cannot any more, staff may always excuse.
6. A block keeps nobody from what they have booked, and ends by itself.
"""
