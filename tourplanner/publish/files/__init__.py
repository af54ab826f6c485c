"""Routes as files that other tools open: maps, tables, documents and graphs, each made of model values alone."""
