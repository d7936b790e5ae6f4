"""Flows: what happens on a floor, told in the words of the people on it."""
