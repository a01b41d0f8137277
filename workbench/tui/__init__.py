"""The review screens."""
