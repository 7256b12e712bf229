"""The pages of docs/ that show what the flagship comes to: their numbers and figures, from kept records of real runs."""
