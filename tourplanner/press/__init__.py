"""
Setting pages: the typefaces of a language, whether they have a glyph for every character, and Typst in one module.

Whatever is printed (maps, books, quotes) goes through ``typeset.press``, so that no page has an empty box on it.
"""
