"""Builds services, routes and jobs out of adapters; `app.py` builds the adapters and runs it."""
