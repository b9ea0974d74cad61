"""What a gym gives and where: class types with their booking rules in words, locations, rooms, hours."""
