"""The city's mailbox: a mail becomes a petition, a reply adds to it, and answers go out by mail."""
