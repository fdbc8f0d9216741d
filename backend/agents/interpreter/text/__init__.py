"""Words: normalisation, vocabulary, spelling and the splitting of a message into wishes."""
