"""The people of an installation: who they are, and where they are signed in."""
