"""The document and the disk: open, save, recent files, autosave and recovery."""
