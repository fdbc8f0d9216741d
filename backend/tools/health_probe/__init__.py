"""``health_probe``: asks a deployed application whether it is healthy, and nothing else on the
network.
"""

from backend.tools.health_probe.probe import HealthExpectation, HealthProbe, HealthResult
from backend.tools.health_probe.tool import HealthProbeTool, LoopbackPorts

__all__ = ["HealthExpectation", "HealthProbe", "HealthProbeTool", "HealthResult", "LoopbackPorts"]
