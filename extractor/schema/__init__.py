"""Data that passes between the stages; imports nothing of ours."""
