"""What is kept: the append-only review log and the DuckDB database built from the case."""
