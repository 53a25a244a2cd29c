"""Looks into proof files and writes documents; nothing here decides what a claim may hold."""
