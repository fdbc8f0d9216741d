"""What each role tells its language model: one Markdown file per role, and one for everyone.

Handlers never read these. The composition root hands them to the tool that talks to the model.
"""

from importlib.resources import files

ROLES = (
    "orchestrator",
    "intake",
    "curator",
    "planner",
    "compliance",
    "executor",
    "validator",
)


def role_prompts() -> dict[str, str]:
    """The prompt of each role: its own, and behind it what holds for everyone."""
    everyone = _text("everyone")
    return {role: f"{_text(role)}\n{everyone}" for role in ROLES}


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.md").read_text("utf-8")
