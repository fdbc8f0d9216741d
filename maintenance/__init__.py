"""Scripts that keep the project in order: the gates of ``make check``, and the generators.

Nothing of the product imports them, and the wheel does not contain them.
"""
