"""The agents (interviewer, evaluator and simulated candidate) and the values they share."""
