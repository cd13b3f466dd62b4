"""The leaders' page: the whole city on one sheet, and from every figure a way down to its cases."""
