"""The verbs of the procedure, a module for each desk that uses them."""
