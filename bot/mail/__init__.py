"""Writes the mails that leave the assistant and hands them to a folder or a mail server."""
