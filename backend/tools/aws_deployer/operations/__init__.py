"""Single operations and chains of them: from what a person says to a draft over the catalogue."""
