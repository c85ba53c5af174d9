"""The simulated candidate, with or without a model."""
