"""The city as it is edited at a desk."""
