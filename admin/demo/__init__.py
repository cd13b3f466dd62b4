"""A simulated year of the city, lived by the real rules: for trying out, teaching and measuring."""
