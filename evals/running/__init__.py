"""Runs suites case by case, in parts, on Inspect, and saves the results."""
