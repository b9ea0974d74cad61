"""Members of a gym: the person's record, tags, the staff's notes, and where each one stands.

Words: *member* (a person who trains here, or may come to), *details* (what is typed about a
member), *standing word* or *status* (lead, trial, active, frozen, past due, ended), *tag*
(a gym's own word for a group of members), *note* (what staff write about a member), *archive*
(put away, never deleted), *guardian* (the member who acts for a child).

Invariants:
1. Of every member something is known by which they are called: a first name of 1 to 60 letters.
2. ``folded`` always holds the present name, e-mail and phone; search and order use nothing else.
3. A second member with the same phone or e-mail is only made on purpose.
4. The ID number is kept sealed to its row, and only a true one is kept.
5. Notes are never shown to the member.
6. A tag name is one per gym, however it is spelt; a member wears it once.
7. Status changes only by what is held (subscriptions, booking of a trial), not by hand.
8. A member is named to other members only after saying so, and never by more than a first name
   and an initial.
"""
