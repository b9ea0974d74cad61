"""Staff of a gym: coaches and front-desk people, and which members are whose.

Words: *staff* (anyone who works here), *coach* (staff who give classes), *tint* (the number of
a colour that marks a coach on timetables), *assigned* (a member has one coach at a time),
*hand over* (all members of one coach go to another).

Invariants:
1. A member has one coach at a time: at most one row of ``CoachMember`` is open per member,
   and ``Member.coach_id`` says the same.
2. Only a coach who works here is given members.
3. Nobody with members is archived: they are handed over first.
4. Whoever works here no more holds no staff role; the owner always works here.
5. A new gym's owner is its first coach.
6. Assignments end, they are not deleted: who coached whom, and when, can be told.
"""
