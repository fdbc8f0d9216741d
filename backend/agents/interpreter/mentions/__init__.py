"""Values that are told by their form: found once, and kept out of the reading of the words."""
