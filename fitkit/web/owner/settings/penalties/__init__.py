"""What follows a late cancellation or a no-show, as the owner sets it."""
