"""The seven roles: one module each. They return outcomes; the graph routes.

A handler sees its node's context and nothing else: tools by grant, facts of earlier nodes, and no
clock, id or random value. ``roles.HANDLERS`` lists every handler, in a module of its own, so that
understanding a message imports no role.
"""
