"""The account: everything that requests can change, its request log, its lock."""
