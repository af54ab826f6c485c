"""Documents of several pages, set with Typst: the guests' roadbook, the crew's run sheet, the atlas of all routes."""
