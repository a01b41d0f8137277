"""One file for each thing a user does; returns data, prints nothing."""
