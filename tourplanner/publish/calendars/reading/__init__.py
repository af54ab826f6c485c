"""A workshop's own calendar, read as the times when it is busy. What is read is not trusted."""
