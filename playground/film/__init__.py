"""A training as a film: asked for in the window, made by a process of its own."""
