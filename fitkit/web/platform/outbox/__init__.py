"""What this server sent: how the demo's mail is read."""
