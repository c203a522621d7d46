"""How good the outputs are, beside the window: its own window and its way to the run."""
