"""One member's page for staff: plans held, app access, details, notes, classes, activity."""
