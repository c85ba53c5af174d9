"""Guidance: documents become passages, and passages are found again in Chroma."""
