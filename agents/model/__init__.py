"""The only code that knows about model providers."""
