"""Scores of extractions against gold, floors that hold them, speed, and explanations."""
