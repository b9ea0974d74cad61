"""Money that moves: a gym's accounts at payment companies, kept cards, charges, callbacks, refunds.

Whatever is charged has a *cause*: the row of another feature (an order, a period) that knows why. Payments
know how: a hosted page, a kept card, or money that staff took by hand.

Words: *account* (a gym's at a payment company, with its sealed credentials), *card* (kept by the company
for later charges, known here by a sealed token), *charge* (one attempt to take an amount for a cause),
*page* (the company's own, on which a person pays), *callback* (what a company tells unasked: a hint, never
believed), *settle* (write down what became of a charge), *look up* (ask what became of it), *refund*.

Invariants:
1. A charge is told to the company at most once for its key, unless the company takes no key twice. An answer
   that did not come leaves it UNKNOWN, and it is looked up before anything else is tried for its cause; what
   the company never heard of may still be on its way: nothing else is charged while it could arrive.
2. For a cause at most one charge is open (CREATED, ON_PAGE, UNKNOWN, SENT) at a time, and at most one of them
   is paid: a second page that was paid nevertheless is given back by itself, and said aloud; a bank debit, which
   only a person can give back, stands to the member's credit, and both are told.
3. PAID is final. Only what is DECLINED or ABANDONED on a page may still become PAID: a payer may try again there.
4. What settles as PAID stands in the book in the same transaction: payment from the member to the
   clearing account of the company, the cash desk, the bank, or the cheques.
5. Refunds of a charge, those under way counted in, never exceed it.
6. What talks to a company holds no transaction; a crash at any step is mended by looking up.
7. Amounts, keys and accounts are those of our own rows: nothing of a callback or a browser is believed.
"""
