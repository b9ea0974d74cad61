"""What has happened to orders, deals and periods."""
