"""The platform team's screens: what goes out, and the design gallery."""
