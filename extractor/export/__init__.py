"""Extractions in the forms that others take: one file an output."""
