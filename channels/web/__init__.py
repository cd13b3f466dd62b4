"""The citizens' portal: tell, keep the receipt, follow the matter."""
