"""How the account is entered and from where it is open: password, second factor, devices."""
