"""Each library has one home, also where it is imported at run time, out of the linter's sight."""

import ast
from pathlib import Path

import pytest

import agentpro
from maintenance.files import PROJECT
from tests.architecture.source import calls, imported_names, modules

AWS_HOMES = ("backend/aws/", "backend/sandbox/")
HOUSED = (
    "agents",
    "boto3",
    "botocore",
    "bson",
    "cryptography",
    "dbos",
    "fastapi",
    "httpx2",
    "langchain_core",
    "langsmith",
    "moto",
    "openai",
    "pymongo",
    "uvicorn",
)
IMPORTERS = frozenset({"import_module", "importlib.import_module", "__import__"})


def test_boto3_is_imported_by_the_aws_package_and_the_sandbox_alone() -> None:
    assert [
        module.at(node)
        for module in modules("agentpro", "backend")
        for node, name in imported_names(module.tree)
        if name.split(".")[0] in ("boto3", "botocore")
        and not str(module.path).startswith(AWS_HOMES)
    ] == []


def test_no_library_is_imported_by_a_string() -> None:
    assert [
        module.at(node)
        for module in modules("agentpro", "backend")
        if not str(module.path).startswith("backend/sandbox/")
        for node, name in calls(module.tree)
        if name in IMPORTERS and _first_name(node) in HOUSED
    ] == []


def test_the_environment_is_read_by_settings_and_handed_to_programs() -> None:
    """A program may pass ``os.environ`` on from its ``__main__`` block, without looking at it."""
    assert [
        module.at(node)
        for module in modules("agentpro", "backend")
        if module.path.name != "settings.py" and not str(module.path).startswith("backend/sandbox/")
        for statement in module.tree.body
        if not _is_main_block(statement)
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    ] == []


@pytest.mark.spec("G9")
def test_the_graph_runtime_is_ours_and_knows_nothing_of_us() -> None:
    assert Path(agentpro.__file__).parent == PROJECT / "agentpro"
    assert "agentpro" not in (PROJECT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert not [
        module.at(node)
        for module in modules("agentpro")
        for node, name in imported_names(module.tree)
        if name.split(".")[0] in ("backend", "maintenance", "tests")
    ]


def _is_main_block(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'"


def _first_name(call: ast.Call) -> str:
    match call.args:
        case [ast.Constant(value=str(name)), *_]:
            return name.split(".")[0]
        case _:
            return ""
