"""What people can add to: personas, questions, candidates, phrases and prompts, each a schema over one loader."""
