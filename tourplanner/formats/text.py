"""Text that goes into files: one line, NFC, no character that acts."""

from __future__ import annotations

import re
import unicodedata

# Controls (C0, DEL, C1), line and paragraph separators, bidirectional overrides and isolates, lone surrogates, and the
# two code points XML forbids: some reader takes each of them for a new line, a new header or another order.
_ACTING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """NFC on one line without blanks around it; each run of acting characters becomes a blank."""
    return unicodedata.normalize("NFC", _ACTING.sub(" ", text)).strip()
