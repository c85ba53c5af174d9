"""What people can add as files: personas, questions, candidates, phrases and prompts, each a schema over one loader."""
