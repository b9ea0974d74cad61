"""FitKit's own people over all gyms: what is wrong anywhere, and one payment looked into.

Words: *trouble* (something that a person should look at), *look into* (open a gym's payment, for a reason
that its owner can read), *ask again* (have the company say once more what became of a charge or a refund).

Invariants:
1. Nothing of a gym is opened without a reason; the reason and who it was stand in the gym's own log.
2. Whatever is done here only finds out: no charge is told a second time, a refund only under the key it has.
3. What is sealed stays so, and so does what a company told: of a callback only when it came and what it
   pointed to is shown. Who paid is the gym's business: no name of a member is shown.
"""
