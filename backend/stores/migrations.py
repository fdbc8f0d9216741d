"""All migrations of stored documents, in the order in which releases added them."""

from backend.stores.schema import Migration

MIGRATIONS: tuple[Migration, ...] = ()
"""None yet: every collection is at its first version."""
