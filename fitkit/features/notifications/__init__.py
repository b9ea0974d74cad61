"""Notifications: telling people what concerns them, once, by the ways they chose, at a decent hour.

The top feature: it hears the events of all the others, and none of them knows it.

Words:
    notice      something one person is told; stands in their inbox for good.
    receiver    who is told: a member of the gym, or a user (staff, owner).
    delivery    one notice on its way through one channel: inbox, e-mail or push.
    group       kinds of notices that are turned on and off together.
    browser     a push subscription: one browser of one user.
    held        waiting for the end of the gym's quiet hours.
    gone        the address is dead: the mail server or the push service said so for ever.

Invariants:
    1. A receiver is told of one happening once, however often the reaction runs.
    2. A notice and its deliveries are written in the Work of the reaction; nothing is sent in a Work.
    3. Every notice is in the inbox, whatever else was chosen.
    4. Nothing but what is urgent is sent in quiet hours; it waits for their end.
    5. Letters about security cannot be turned off.
    6. A delivery that is out of tries, or whose address is dead, says so; nothing vanishes.
    7. A push note is posted only to a known push service, and never follows a redirect.
    8. An inbox, its marks and its preferences belong to whoever is signed in, and to nobody else.
    9. A letter's unsubscribe link works without signing in, for one receiver and one group.
"""
