"""What happens by itself: the outbox empties, and clocks strike."""
