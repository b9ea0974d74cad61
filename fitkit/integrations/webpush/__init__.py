"""Notes to browsers by Web Push, signed by our own VAPID key."""
