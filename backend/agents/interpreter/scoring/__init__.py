"""From words to an action: evidence, thresholds, and what must never be read as a wish."""
