"""The coupons of a gym: made, stopped, and who used them."""
