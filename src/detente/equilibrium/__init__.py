"""Find logit Markov strategies by rollout policy iteration, and say how good they are."""
