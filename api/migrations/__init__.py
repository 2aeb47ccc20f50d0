"""Steps of the schema of the service's own tables, by alembic; `api.database` runs them."""
