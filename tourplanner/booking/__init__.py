"""The desk: holds, bookings, tickets and papers."""
