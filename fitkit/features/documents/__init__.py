"""Tax documents: issued and numbered by one company per gym, never by FitKit; kept here with their PDF.

Words: *issuer* (the company that numbers a gym's documents), *document* (invoice-receipt; invoice, of what a
gift card paid of a sale; receipt of an exempt dealer, or for a gift card; credit note; refund receipt), *allocation number* (the Tax Authority's,
for business customers above a threshold by date), *missing* (paid, and not issued yet: an alert),
*noted* (made without us: staff typed its number and day).

Invariants:
1. A charge that was paid, and a refund that was done, have each exactly one document, under their own id:
   owed by the job that follows the settling, issued after it, outside of any transaction. So has what gift
   cards paid of a sale, and what takes it back: owed in the transaction of the sale (``rules.kind_of_gift``).
2. A document is issued once for its key: after an answer that did not come, the issuer is asked for the key
   first; the issuer that was asked, whoever numbers the documents by then.
3. What is issued is never changed; it is taken back by a credit note that names it.
4. A gym without an issuer owes documents, and is told.
5. Exactly one party issues for a payment: what a payment company issues by itself no other issuer makes again.
   Then its number is typed by staff, once, and stands at one document of its kind; what takes it back names it.
6. A document's file is seen by its member, their guardian, and whoever may see the gym's money.
"""
