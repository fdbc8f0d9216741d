"""Rules for the tests themselves."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, calls, modules

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CHECKING_CALLS = ("pytest.raises", "pytest.warns", "pytest.fail")
CHECKING_PREFIXES = ("assert", "check", "expect")


def test_no_module_is_patched() -> None:
    assert [
        module.at(call)
        for module in modules("tests")
        for call, name in calls(module.tree)
        if name in ("monkeypatch.setattr", "monkeypatch.setitem")
    ] == []


def test_every_test_checks_something() -> None:
    examined = [(module, test) for module in modules("tests") for test in _tests_of(module)]
    assert examined
    assert [module.at(test) for module, test in examined if not _checks(test)] == []


def test_no_test_is_skipped_for_good() -> None:
    """A skip needs a condition: ``skipif`` with its reason, or a fixture that looked."""
    assert [
        module.at(call)
        for module in modules("tests")
        for call, name in calls(module.tree)
        if name in ("pytest.mark.skip", "pytest.mark.xfail")
    ] == []


def _tests_of(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if not module.path.name.startswith("test_"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_"):
            yield node


def _checks(test: ast.AST) -> bool:
    if any(isinstance(node, ast.Assert) for node in ast.walk(test)):
        return True
    return any(
        name in CHECKING_CALLS or name.split(".")[-1].startswith(CHECKING_PREFIXES)
        for _, name in calls(test)
    )
