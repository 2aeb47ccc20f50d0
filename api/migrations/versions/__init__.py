"""One file a step; none is changed once it has been released."""
