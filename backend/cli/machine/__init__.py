"""What belongs to this machine: its terminal, and the process of the simulated account."""
