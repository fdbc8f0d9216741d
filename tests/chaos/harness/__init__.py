"""Runs under kills: a real server, an account of its own, a person, and what they are held to."""
