"""The parts played by a chat model; nothing else knows a model provider."""
