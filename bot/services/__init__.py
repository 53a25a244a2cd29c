"""What can be done with claims, as use cases: they decide, and see only ports."""
