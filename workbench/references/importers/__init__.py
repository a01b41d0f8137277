"""Files of publishers, one module each: rows of text in, figures out. Pure: no file is opened here."""
