"""The tools that agents may be granted, one module per tool, under their specified names.

Tools never call tools: what one gives, the graph carries to the next.
"""
