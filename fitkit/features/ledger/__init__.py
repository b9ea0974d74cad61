"""The book of a gym's money: what was sold, paid, given back and forgiven, in double entry, for ever.

Other features post into it and never write it themselves: whatever moves money hands over a *draft*,
made by ``rules.postings``, with its *cause*. Currency is the new shekel, amounts are whole agorot.

Words: *posting* (one thing that happened), *entry* (what it put on one account), *account*, *cause* (the
row of another feature that a posting is tied to: a kind and an id), *balance* (sum of entries), *reversal*
(a posting that undoes another, entry by entry), *correction* (staff move a balance, and say why), *charge*
(what made a member owe), *proof* (the nightly recount), *fault* (what a proof found).

Which side is positive: what the gym has or is owed is positive (a debit), what it owes or has earned is
negative (a credit). So a member's balance above zero is a debt of theirs, below zero it is to their credit.
Amounts in the tables below, of a sale of ₪118 at 18 % where nothing else is said:

===================  =======================  =========  ====================================
posting              account                  amount     account and amount against it
===================  =======================  =========  ====================================
sale                 member                   +118       revenue -100, VAT to pay -18
payment, provider    clearing of provider     +118       member -118
payment, cash        cash desk                +118       member -118
payment, transfer    bank                     +118       member -118
payment, cheque      cheques in hand          +118       member -118
deposit              bank                     +118       cash desk -118, or cheques -118
payout, fee of 2     bank, fees               +116, +2   clearing of provider -118
refund               member                   +118       clearing, cash desk or bank -118
refund due           member                   +118       refunds payable -118
refund paid          refunds payable          +118       clearing, cash desk or bank -118
sale, parted later   revenue, or VAT          +0.01      VAT to pay, or revenue -0.01
credit note          revenue, VAT to pay      +100, +18  member -118
write-off            write-offs               +118       member -118
gift card sold       member                   +118       gift cards sold -118
gift card used       gift cards sold          +118       member -118
reward               rewards                  +118       member -118
opening balance      member                   ±118       opening balances, other sign
correction           any of them              ±118       corrections, other sign
reversal             the same accounts        the same amounts with the other sign
===================  =======================  =========  ====================================

A gift card's VAT arises when it is used: then there is a sale as well. Where a part of a sale has a document
of its own only later, the sale's VAT follows the two documents, to the agora. An exempt dealer's sales have a
rate of nothing and no entry of VAT. A provider's fee is kept whole: its VAT is the accountant's.

Invariants:
1. The entries of a posting sum to zero, and there are some. The database refuses anything else.
2. Postings and entries are added, never changed or removed. The database refuses it of everybody.
3. A cause posts once for each kind of posting: told again it is the same posting, told otherwise it is
   refused and said aloud.
4. A member's entries are numbered without a gap, and each knows the balance after it: so a balance is one
   row, and the sum of all of them.
5. A posting is reversed once, a reversal never.
6. What is paid pays the oldest charge first; a reversal undoes exactly what it reverses, so that a bounced
   cheque makes the old charge as old as it was.
7. Each night every gym's book is proved; a fault is said aloud and stays on record.
"""
