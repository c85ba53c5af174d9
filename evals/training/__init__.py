"""Learns the weights for reading and scoring from labels, and measures how well they do."""
