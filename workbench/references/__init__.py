"""Reference figures: sources, their observations, and which of them may answer a claim. Pure: text in, data out."""
