"""What a person sees: lines, cards and lists."""
