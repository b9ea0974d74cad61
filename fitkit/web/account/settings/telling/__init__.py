"""What is told by which way, reminders, push on this device."""
