"""Why, why not, what if: every answer found by planning again with one thing changed."""
