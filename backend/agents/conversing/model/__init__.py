"""What is asked of a language model, and what counts of its answers.

``remembering`` and ``pruning`` say what it is told, ``asking`` asks it, ``wording`` puts an
explanation into its words, ``reads`` performs the reads that it asks for, and ``proposals`` judges
the reading of a message that it proposes.
"""
