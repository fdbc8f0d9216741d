"""The one home of the OpenAI Agents SDK, which takes seconds to import.

Only ``choice`` may be imported at any time: it knows the settings and not the SDK.
"""
