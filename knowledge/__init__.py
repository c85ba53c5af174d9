"""Guidance: splits documents into passages, and stores and searches them in Chroma."""
