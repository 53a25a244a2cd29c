"""The conversation: what a person did, the waterfall it belongs to, and what to show next."""
