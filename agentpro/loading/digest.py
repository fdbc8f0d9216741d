"""The digest that fixes the content of a published graph."""

import hashlib
import json

from agentpro.definition import GraphDefinition


def graph_digest(definition: GraphDefinition) -> str:
    """``sha256:`` and 64 hexadecimal digits over what the definition says beyond defaults.

    The bytes are JSON with sorted keys, without spaces, in ASCII. Comments, layout and the order of
    keys do not count; the order of lists does. Leaving defaults out keeps the digests of published
    graphs when the schema gains a field.
    """
    data = definition.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"
