"""A door shaped like an official account: signed XML in, a quick answer, and what takes longer by message later."""
