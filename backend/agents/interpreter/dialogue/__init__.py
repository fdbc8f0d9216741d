"""What a message means because of what was said before it."""
