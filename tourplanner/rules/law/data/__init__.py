"""Packaged rule packs."""
