"""Citations are read from the source of the tests."""

from pathlib import Path

from maintenance.spec_coverage import citations, document_of


def test_citations_of_functions_classes_and_modules_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    # In pieces, so that this file itself cites nothing here.
    mark = "pytest.mark." + "spec"
    (folder / "test_a.py").write_text(
        f'pytestmark = [{mark}("S9-1")]\n@{mark}("S9-2", "S9-1")\ndef test_x(): ...\n'
    )
    assert citations(tmp_path) == {"S9-1": ("tests/test_a.py",), "S9-2": ("tests/test_a.py",)}


def test_ids_know_their_document() -> None:
    assert [document_of(each) for each in ("S2-41", "G7", "G12")] == ["S2", "G", "G"]
