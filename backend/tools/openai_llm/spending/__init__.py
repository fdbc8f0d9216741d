"""What turns cost: an account for each session, and turns that are paid from it."""
