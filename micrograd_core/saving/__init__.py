"""Graphs that last: copied, pickled, and kept in files that name the operators they need."""
