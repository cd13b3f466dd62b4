"""The dialogue both messengers hold: what a citizen says becomes a petition, a question about one, or a person's task.

Rasa says what the next step is; the words, numbers and names stay here, sealed.
"""
