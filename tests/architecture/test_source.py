"""Rules for the source that no linter knows."""

import ast

from maintenance.files import PROJECT, SOURCE_FOLDERS
from tests.architecture.source import modules


def test_every_module_says_what_it_is_for() -> None:
    examined = modules(*SOURCE_FOLDERS)
    assert [str(module.path) for module in examined if not ast.get_docstring(module.tree)] == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {module.path.parent for module in modules(*SOURCE_FOLDERS)}
    missing = [str(each) for each in folders if not (PROJECT / each / "__init__.py").is_file()]
    assert missing == []
