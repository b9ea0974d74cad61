"""Places in classes: book, wait, be promoted, swap, bring somebody, cancel, walk in, check in.

Words: *place* (a member's right to be in a class; its row is a booking), *waitlist* or *line*
(members waiting for a place, by number), *promote* (give a free place to the first in line who
may have it), *offer* (keep a free place for the next in line for some minutes, to accept or
decline), *kept* or *held* (a free place that an offer stands for), *claim* (the first tap has it, in
the last hour), *rest* (the line does not move in quiet hours that end before the class), *notice*
(how late before the start a member in line still wants a place), *pass over* (leave somebody in
line because something keeps them from the place; they are told once and keep their
number), *desk* (all facts about one member and one class, on which a decision is made), *cost*
(what a late cancellation takes: an entry, one of the week's classes, or nothing), *toll* (all that a
cancellation takes, guests' entries and a penalty among it), *what it takes* (of a booking: an entry, one
of the week's classes, a trial, or a price at the gym), *agreed* (what a card said that a tap takes),
*dearer* (it takes more by now: nothing is done), *hindrance* (one reason why there is no
place), *mend* (what takes it away), *grace* (the minutes after booking in which cancelling is
free), *swap* (give a place up for another of the same day, at no cost), *walk-in* (booked and
checked in at the desk, at once), *drop-in* (one visit at a price, where nothing held pays),
*guest* (somebody a member brings), *release* (the gym gives a place back, at no cost), *retake*
(give back what a batch released, when it is undone), *attendance* (who came).

One engine answers everywhere: ``rules.decide_booking`` for the deed and ``rules.status_of`` for
what a card shows before it; swaps, trials, walking in and fixed places ask it too. A refusal holds
every reason in the order in which the member can mend them. Each subscription is tried in paying
order under the class type's policy as its plan changes it: the first without a hindrance pays.
Weeks are the gym's, Sunday to Saturday, of the day of the class.

Locks, always in this order: the sessions' rows (a swap holds two, by id), then the members' turns (an advisory lock per
member, in ascending order, so that a member's other bookings wait), then subscriptions, then the
rows that are written. The row of the place is written last: its foreign keys touch the member and
the subscription.

Invariants:
1. Never more places than there are, those kept for offers counted; ``class_session.booked`` and
   ``waiting`` equal the live rows, and ``held`` the offers that stand (fewer only between a class
   becoming smaller and the next move of its line, when the last offers are taken back).
2. A member has one place or one number in a class, never both, never two.
3. Promotion and offers keep the order of the line among those who may be admitted; whoever was
   asked is asked again only when another place frees, and each freeing is told once.
4. Entries are conserved: one is out exactly for every place that took one and did not return it.
5. A place is paid by one subscription, which covered the class on its day when it was taken.
6. A cancellation until the cut-off is free, and so is one within 30 minutes of a promotion or
   of an offer that was accepted, and within the minutes of grace after booking, once a class. The
   cut-off is never inside quiet hours.
7. Releasing twice is releasing once; a class that was taken off, a member put away and a plan
   that ended cost nobody anything.
8. Nobody is a no-show by themself: staff say so, of one member or by closing the attendance.
9. In quiet hours that end before booking of the class does, nobody is promoted, asked or told, no
   offer runs out, and a newcomer joins the line instead of jumping it.
10. No place comes, is offered or told of later than the notice a member in line wants.
11. A swap changes both classes or neither; a full class keeps the place that would be given up;
    a member swaps once a day. Where booking is open too, a card offers both, and says what each takes.
12. A guest has a place as a member has: counted, paid, released; it goes with the host's, and does
    not come along in a swap.
13. Undoing the cancellation of a class gives exactly the places, guests and numbers back that it
    released, as far as room, other classes and what paid allow, and tells of each that it could not;
    whatever was cancelled and undone before it, and in whatever order that is told.
14. A tap takes no more than its card had said: dearer is refused, and shown.
"""
