"""Routes read back: ``routes.json`` and ``route.json`` with their region give the values they were written from."""
