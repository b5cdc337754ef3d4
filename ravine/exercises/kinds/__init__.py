"""Exercises that ask for more than one call of a function: draws, classes, a network that learns."""
