"""What happened, told to whoever must know: redacted once, then to every sink."""
