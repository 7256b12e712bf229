"""One question, one file: what the results say, always with its uncertainty."""
