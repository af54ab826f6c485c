"""What can be done to a booking: each takes its locks, looks, and writes all of it or nothing."""
