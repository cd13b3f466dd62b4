"""Who is told what and when; the doors carry it."""
