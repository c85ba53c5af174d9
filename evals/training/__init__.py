"""From labels to weights: what the reading and the marks learn, and how well they do."""
