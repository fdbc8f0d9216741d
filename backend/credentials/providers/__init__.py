"""Sources of AWS keys: the vault on a server; on a person's own machine also what is there."""
