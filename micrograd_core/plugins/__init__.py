"""Plugins: who is installed, who is active and why, and what each of them brings."""
