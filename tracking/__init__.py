"""The petition: what it is, what may happen to it, by when, and how well."""
