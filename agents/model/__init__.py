"""All that knows a model provider."""
