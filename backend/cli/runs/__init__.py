"""Starting runs, following them, and answering their questions."""
