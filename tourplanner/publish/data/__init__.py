"""Packaged basemap, fonts and page template, and the script that makes the basemap."""
