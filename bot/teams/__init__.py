"""The seam to Teams: the only folder besides the dialogs that knows the Bot Framework SDK."""
