"""Users, how they prove who they are, and what they are in which gym.

Words: *user* (a person, once), *role grant* (a user is a member, coach, admin or owner of one
gym; support or platform admin of none), *narrowed* (a grant without some of its role's
permissions), *sign-in session* or *sign-in* (one browser of one user), *gym in use* (the gym a
sign-in acts in), *code* (six digits sent to an address), *second factor* (TOTP, or a recovery
code in its place), *known browser* (a user came in with it before: it asks for codes apart from
strangers), *invitation* (a role that waits for a person), *lock* (a pause after wrong
attempts).

Invariants:
1. Whether an account exists is never told: same outcome, same statements, same work.
2. Passwords, tokens, codes are kept as hashes; secrets that must be read again are sealed.
3. A gym has at most one owner, and the owner's role leaves them only by hand-over.
4. Nobody grants, narrows or revokes a role of their own, nor gives what they do not hold.
5. A role works only in its gym: the actor's permissions are those of the gym in use.
6. A code, a TOTP step, a recovery code, an invitation work once.
7. A sign-in whose second factor is pending has no permission at all; one that must set up a
   second factor has only its account.
8. An invitation gives its role to the one who accepts it, never the account of another.
9. Who stands behind a revoked or expired sign-in is a visitor from the next event on.
10. Strangers, however many, cannot keep a user from asking for a code in a known browser.
"""
