"""A document as text on the clipboard, and a text from there as a document: menu and dialog."""
