"""The examples: a menu, a strip of cards, and what a document says about itself."""
