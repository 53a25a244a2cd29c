"""Every word a person can read in the chat, by code and language."""
