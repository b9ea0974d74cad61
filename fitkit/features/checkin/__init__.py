"""Coming in: the member's pass, the scanner, and the kiosk at the door.

Words: *pass* (the code on a member's phone that shows who they are, another one each minute),
*step* (the minute a code is good for), *kiosk* (a tablet at the door, opened by an address of its
own that can be revoked), *scan* (read a pass, and check its member in).

Invariants:
1. A code is made on the server only, is good for its minute (and a few seconds, for slow hands), and
   says who somebody is to their own gym alone.
2. A forged, old or foreign code changes nothing and shows nothing.
3. A kiosk can check in, and nothing else; it shows a first name and an initial, never a phone, a
   debt or a health answer; revoking it ends it at once.
4. Checking in twice is checking in once.
"""
