"""The five service hotlines that stay: they upload what they hear into the same ledger, signed."""
