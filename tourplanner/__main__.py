"""``python -m tourplanner`` is ``tourplanner``."""

import sys

from tourplanner.cli import main

if __name__ == "__main__":
    sys.exit(main())
