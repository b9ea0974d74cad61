"""A member's hold on a plan: from when to when, what it entitles to, how many entries are left.

Words: *subscription* (a plan given to a member, with its own copy of the plan's terms), *entry*
(one visit of a pack or a trial), *move* (a change of the entries left, with its reason),
*entitlement* (what a subscription allows on a day), *lapse* (end because its last day is over),
*freeze* (days on which it rests; its last day moves by as many).

Which of several subscriptions pays for a class (``rules.in_paying_order``): those that cost
nothing per visit before those that lose an entry: unlimited, then weekly, then trial, then
pack; among equals the one that ends soonest, then the one that began first. One whose week is
used up, or whose entries are, is passed over for the next.

Invariants:
1. Entries left are never below zero, whatever runs at once.
2. Entries left are the sum of all moves; a move is never changed or deleted.
3. An entry comes back at most as often as the same booking took it.
4. What a plan entitled to when it was given stays so, however the plan is changed later.
5. A subscription that ended entitles to nothing, and its entries are gone by a move.
6. A plan that is not counted by visits is not held twice over the same days; a trial is had once.
7. On a day of a freeze nothing is booked with it; its end moves by its days, and back by those not
   used. Two freezes share no day.
8. A member with nothing left to hold, who had something, is "ended".
"""
