"""Family, forms on file and penalties on a member's page."""
