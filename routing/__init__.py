"""From understanding and place to the unit in charge, with the reason in one sentence."""
