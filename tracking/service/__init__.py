"""What the desks and doors call: each call is one transaction, committed here."""
