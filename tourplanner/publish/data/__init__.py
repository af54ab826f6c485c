"""Fonts and page template."""
