"""What changed in the store, told to other registries."""
