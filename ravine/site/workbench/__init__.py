"""Exercises solved in the page: Python for the reader's browser, and what judges an answer there."""
