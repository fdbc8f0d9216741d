"""Everything that is kept: documents, the records made of them, and artefacts."""
