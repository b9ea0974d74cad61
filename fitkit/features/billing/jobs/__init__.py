"""What runs unasked of what members owe and pay."""
