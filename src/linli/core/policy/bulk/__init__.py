"""The same rules over many rows: SQL for DuckDB and Spark, and Polars as a second opinion."""
