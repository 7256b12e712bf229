"""Positions become names again: labelled results, the run folder, the cache of strategies."""
