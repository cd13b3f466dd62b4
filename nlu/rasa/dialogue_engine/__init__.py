"""What Rasa is taught beside its own: a channel that fails closed, a lock that holds, a guard against swallowed words."""
