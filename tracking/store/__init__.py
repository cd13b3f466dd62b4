"""Tables and statements: reads give frozen rows, writes are one statement where they can be."""
