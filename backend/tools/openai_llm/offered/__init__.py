"""What a model is offered besides answering: tools, as data, and specialists to hand a turn to."""
