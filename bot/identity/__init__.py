"""Who is asking: signing keys, tokens of the channel and of people, and what people may do."""
