"""Who asks: which move comes next, and its words, by themselves or by a chat model."""
