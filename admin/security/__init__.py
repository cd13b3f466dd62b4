"""Who is at a desk: accounts, sessions, what each role may open, and who read whose identity."""
