"""The document port over MongoDB: imported only where ``MONGODB_URI`` is set."""
