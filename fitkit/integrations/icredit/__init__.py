"""iCredit, Rivhit's payment page and card charges, and Rivhit's own interface for tax documents.

A sale has three names: the private token is known from the page or the charge on, so it is the
reference of both; the sale's id comes with the notice and is what is verified; the public token is
in the page's address. Rivhit's documents are named by their series and number.
"""
