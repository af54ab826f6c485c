"""Compiled inner loops, and nothing else: labelling and insertion moves, which no library does for us."""
