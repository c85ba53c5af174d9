"""Reads what a candidate's turn says: from text to clauses, findings, acts and contradictions, without scoring it."""
