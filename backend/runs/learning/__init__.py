"""What runs teach those that come after them."""
