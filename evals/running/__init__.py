"""How suites are run: case by case, in parts, on Inspect; and what is kept of a run."""
