"""The silent evaluator, with or without a model."""
