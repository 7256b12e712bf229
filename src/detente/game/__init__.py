"""One month of a game as pure JAX, a file for each step. Knows arrays and expressions, no scenario."""
