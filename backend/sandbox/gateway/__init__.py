"""The gateway: the server, the front door, and what may happen to a request before the account."""
