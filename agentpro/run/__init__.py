"""One run: its state, its way from node to node, and what a node's handler can reach."""
