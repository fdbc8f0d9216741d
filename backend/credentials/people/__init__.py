"""How people prove who they are: passwords, web sessions, and the link that sets up the owner."""
