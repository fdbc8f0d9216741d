"""Who takes turns: one module for each way to a model. Loading one may take seconds."""
