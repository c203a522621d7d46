"""One run: a worker thread that trains, and the frozen values it publishes."""
