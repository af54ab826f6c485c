"""The template of a printed quote."""
