"""通报: bulletins from frozen figures, told to leaders by short message after a second person approved them."""
