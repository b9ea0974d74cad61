"""Letters through any mail server, by SMTP."""
