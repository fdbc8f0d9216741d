"""Random plans over the catalogue, and the account that they find."""
