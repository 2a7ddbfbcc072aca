"""How stories are found: by readers, by the desk, and by search engines."""
