"""From an event to the people who must hear of it."""
