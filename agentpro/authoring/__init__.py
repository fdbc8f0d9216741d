"""What an author of graphs works with: drawings, comparisons, and the next version."""
