"""Short messages: what goes out to a telephone."""
