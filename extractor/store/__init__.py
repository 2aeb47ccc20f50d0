"""Extractions kept in a database: SQLite by default, PostgreSQL in production, one code path."""
