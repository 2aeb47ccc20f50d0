"""Training of what is learned; nothing here is needed to extract."""
