"""All actions that a person can wish for: declared data, and the registry that holds it."""
