"""Answers questions from curated knowledge: reads the words, weighs the topics, finds the facts."""
