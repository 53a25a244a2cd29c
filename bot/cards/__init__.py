"""Every screen of the chat as a pure function from a claim to a plain Adaptive Card dict."""
