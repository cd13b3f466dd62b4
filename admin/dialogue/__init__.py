"""Setting up and starting the dialogue engine, which lives on a Python of its own."""
