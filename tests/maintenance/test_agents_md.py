"""Generated tables replace only what stands between their marks."""

import pytest

from maintenance.agents_md import current_tables, render

TEXT = "before\n<!-- generated: roles -->\nold\n<!-- end of roles -->\nafter\n"


def test_only_the_text_between_the_marks_changes() -> None:
    rendered = render(TEXT, {"roles": "| new |"})
    assert rendered == (
        "before\n<!-- generated: roles -->\n\n| new |\n\n<!-- end of roles -->\nafter\n"
    )
    assert render(rendered, {"roles": "| new |"}) == rendered


@pytest.mark.parametrize(
    "text", ["no marks", TEXT + "<!-- generated: more -->", TEXT.replace("end of", "")]
)
def test_marks_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"AGENTS\.md"):
        render(text, {"roles": "| new |"})


@pytest.mark.spec("S2-71", "S2-175", "G4", "G8")
def test_the_tables_show_every_role_and_every_tool_that_it_is_granted() -> None:
    tables = current_tables()
    roles = ("orchestrator", "intake", "curator", "planner", "compliance", "executor", "validator")
    assert all(f"| `{role}` |" in tables["roles"] for role in roles)
    assert "`intake_handoff`" in tables["nodes"]
    assert all(table.count("\n") > 3 for table in tables.values())
