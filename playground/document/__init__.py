"""What is being studied: immutable values, without Qt, torch or the framework."""
