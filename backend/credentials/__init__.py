"""Keys and tokens: encrypted at rest, revealed for one purpose, dropped after use."""
