"""Another plan by the link that staff sent: what it costs today, and the way to pay for it."""
