"""What travels: requests, replies, errors, moments, and which AWS operation a request means."""
