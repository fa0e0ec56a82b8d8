"""From the bytes of a sent file to clean, typed cells that still know where they stood; nothing is guessed."""
