"""Points of the user's own, in NumPy: read, scaled, painted and written. No Qt, no torch."""
