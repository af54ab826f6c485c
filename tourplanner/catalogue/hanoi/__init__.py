"""The packaged region: raw tables in ``source``, the script that reads them, and ``hanoi.json``, its result."""
