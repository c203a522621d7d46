"""Points of the user's own from files and the clipboard, and back: menu, dialogs, table."""
