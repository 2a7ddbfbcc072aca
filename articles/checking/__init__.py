"""What a version lacks before readers may see it, and what would make it better."""
