"""Text in, quantities and claims out. Pure: the words of a language are data in ``lexicon/``."""
