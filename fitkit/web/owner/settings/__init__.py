"""Settings of the gym: details, colour, quiet hours, security, documents."""
