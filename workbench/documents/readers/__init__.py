"""One reader for each kind of file that people have: each recognises its kind by content and reads it into posts."""
