"""The pages that show what the flagship comes to: their numbers and figures, from kept records of real runs."""
