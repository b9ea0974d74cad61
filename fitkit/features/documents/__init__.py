"""Tax documents: issued and numbered by one company per gym, never by FitKit; kept here with their PDF.

Words: *issuer* (the company that numbers a gym's documents), *document* (invoice-receipt; receipt of an
exempt dealer; credit note; refund receipt of an exempt dealer), *allocation number* (the Tax Authority's,
for business customers above a threshold by date), *missing* (paid, and not issued yet: an alert).

Invariants:
1. A charge that was paid, and a refund that was done, have each exactly one document, under their own id:
   owed by the job that follows the settling, issued after it, outside of any transaction. So has gift money
   that paid for a sale: a gift card is sold with a receipt and without VAT, its use is the supply. An exempt
   dealer owes nothing for that.
2. A document is issued once for its key: after an answer that did not come, the issuer is asked for the key
   first; the issuer that was asked, whoever numbers the documents by then.
3. What is issued is never changed; it is taken back by a credit note that names it.
4. A gym without an issuer owes documents, and is told.
5. Exactly one party issues for a payment: what a payment company issues by itself no other issuer makes again.
6. A document's file is seen by its member, their guardian, and whoever may see the gym's money.
"""
