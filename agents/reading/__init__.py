"""What a candidate's turn says: from text to clauses, findings, acts and contradictions; no marks."""
