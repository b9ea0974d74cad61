"""What coupons do."""
