"""What can be done with a run that was recorded: replay it, fork it, take back what it has left."""
