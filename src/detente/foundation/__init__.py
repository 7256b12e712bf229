"""What every room may use: errors, names of axes, random streams. Knows nothing of scenarios."""
