"""Derivatives as results: of any Value by any others, of functions, forward and in reverse."""
