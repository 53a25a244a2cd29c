"""What people and machines reach over HTTP: the chat endpoint, pages, the reviewer API, health."""
