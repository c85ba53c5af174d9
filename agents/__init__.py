"""Who speaks and who judges: interviewer, evaluator and simulated candidate, and the values that they share."""
