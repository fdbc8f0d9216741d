"""agentpro: versioned graphs of roles, run durably.

A graph is a YAML file (:mod:`agentpro.definition`), read with line numbers
(:mod:`agentpro.loading`) and proven before it runs (:mod:`agentpro.validation`). The engine
(:mod:`agentpro.engine`) walks it over a journal (:mod:`agentpro.journal`), with handlers, tools,
guardrails and observers that the application registers (:mod:`agentpro.registry`). Whoever writes
graphs draws and compares them with :mod:`agentpro.authoring`. The library knows nothing of what its
graphs are about.
"""
