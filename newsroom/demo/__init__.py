"""The content of the demonstration newsroom, and the code that loads it."""
