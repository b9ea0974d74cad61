"""A plan sold to a member: paid at the desk, or by a link that is sent."""
