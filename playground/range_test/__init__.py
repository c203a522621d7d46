"""The learning-rate range test in the window: its dialog and its way to the run and back."""
