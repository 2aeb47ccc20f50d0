"""The store's schema, one step a file, forward only: versions/vNNNN_name.py with revision "NNNN"."""
