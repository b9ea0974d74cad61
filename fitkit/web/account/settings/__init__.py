"""One's own account: details, signing in, devices, notifications, gyms."""
