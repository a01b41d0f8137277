"""The files of a case: its folder, its settings, the documents and sources in it."""
