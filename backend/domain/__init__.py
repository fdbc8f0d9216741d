"""Pure values and rules: no file, no clock, no network, no randomness.

``plans`` holds the plan and what it collects; ``redaction`` what stands in front of every sink; the
rest are the words that commands, events, credentials and clients are made of.
"""
