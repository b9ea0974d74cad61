"""What members owe and pay: periods, charges, changes of a plan, cancellation by law.

Words: a *deal* is what somebody agreed to when they took a plan; a *period* is the span one renewal
pays for; a *line* is one amount with the words that explain it; a *notice* is a member's word that a deal
ends; a *change* makes a deal another plan or another member's; to *settle* is to do what the law makes of it; a notice is *withdrawn* when the member stays.

Invariants: every amount is whole agorot; what a preview shows is computed by the same function as what
is then charged; where the reading of a law is unsure, the one kinder to the member is taken, in one
named function.

Of endings: a deal is ended once, whoever tells it how often; from then on nothing is charged for it, and what
is taken nevertheless goes back; no more goes back than was paid, and to the means it came from; a notice
needs no sign-in and nobody of the gym, and tells nobody whom the gym knows; a withdrawn one leaves
everything as it was.

Of gift cards: of the credit that is used the money of gift cards goes first; no more of it is used than was
put to a member's credit, less what paid a debt that is no sale of ours; what it pays of a sale is a *part*,
written down with its document as the sale is; a card pays one order at a time: what waits with it makes way
for the newest, what is being paid does not.

Of freezes and changes: what is agreed to is named by the preview that was shown, and nothing else is done; a
dearer plan is had only once it is paid, and what is paid too late goes back; the VAT of the book is that of
the document, to the agora; a plan that is handed over moves no money.
"""
