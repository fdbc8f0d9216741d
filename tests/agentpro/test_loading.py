"""Graph files: what is wrong is told with its line; what is published cannot change."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpro.errors import GraphError
from agentpro.loading import (
    graph_digest,
    graph_ids,
    load_graph,
    locked_digests,
    parse_file,
    parse_graph,
)
from agentpro.loading.document import MAX_BYTES, read_document
from agentpro.lock import main as lock
from tests.agentpro.graphs import SMALL_GRAPH, small_graph, small_text

BILLION_LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nname: [*b, *b]\n"


def a_folder(folder: Path, *versions: str) -> Path:
    for version in versions:
        text = small_text(("version: 1.0.0", f"version: {version}"))
        (folder / f"small-{version}.yaml").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("a: 1\na: 2\n", 2, "'a' appears twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "'b' appears twice"),
        ("edges:\n  - { from: a, on: b }\n", 2, "'on' is read as a boolean"),
        ("yes: 1\n", 1, "'yes' is read as a boolean"),
        ("1: one\n", 1, "keys must be text"),
        ("? [a]\n: b\n", 1, "keys must be text"),
        ("a: 1\n<<: { b: 2 }\n", 2, "keys must be text"),
        (BILLION_LAUGHS, 1, "anchors are not supported"),
        ("a: 1\nb: *a\n", 2, "aliases are not supported"),
        ("a: !!python/object:os.system x\n", 1, "tags are not supported"),
        ("a: 1\nb: yes\n", 2, "not a plain value: 'yes'"),
        ("a: 017\n", 1, "not a plain value: '017'"),
        ("a: .inf\n", 1, "not a plain value"),
        ("a: 2026-01-01\n", 1, "not a plain value"),
        ("a: 1\nb: [\n", 3, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: 1\nb: \x07\n", 1, "not valid YAML"),
        ("[" * 1_000, 1, "nested more than"),
    ],
)
def test_what_is_rarely_meant_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(GraphError) as caught:
        read_document(text.encode(), "a.yaml")
    assert (caught.value.file, caught.value.line) == ("a.yaml", line)
    assert reason in caught.value.reason
    assert caught.value.error_code == "GRAPH_INVALID"
    assert caught.value.next_step


def test_a_file_that_is_no_text_or_too_large_is_refused() -> None:
    with pytest.raises(GraphError, match=r"a.yaml:2: not UTF-8"):
        read_document(b"a: 1\nb: \xff\n", "a.yaml")
    with pytest.raises(GraphError, match=str(MAX_BYTES)):
        read_document(b"#" * (MAX_BYTES + 1), "a.yaml")


def test_no_more_of_a_file_is_read_than_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "large-1.0.0.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(GraphError, match=f"more than {MAX_BYTES} bytes"):
        parse_file(path)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    pipe, device, folder = (tmp_path / f"{name}-1.0.0.yaml" for name in ("pipe", "zero", "folder"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    folder.mkdir()
    for path in (pipe, device, folder):
        with pytest.raises(GraphError, match="the file cannot be read") as caught:
            parse_file(path)
        assert caught.value.error_code == "GRAPH_NOT_FOUND"


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!?|>'\"%\n \t0", max_size=60))
def test_whatever_stands_in_a_file_only_graph_errors_come_out(content: bytes | str) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    try:
        line = read_document(raw, "a.yaml").source.lines[()]
    except GraphError as error:
        line = error.line
    assert line >= 1


def test_plain_values_are_what_json_has() -> None:
    text = "a: 1\nb: -2.5\nc: true\nd: null\ne: '1'\nf: [x, {g: h}]\n"
    data = read_document(text.encode(), "a.yaml").data
    assert data == {"a": 1, "b": -2.5, "c": True, "d": None, "e": "1", "f": ["x", {"g": "h"}]}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    phase: work", "    phase: work\n    colour: red", "unknown key 'colour'"),
        ("    handler: doer.apply\n", "", "nodes.apply.handler: field required"),
        ("max_visits: 3", "max_visits: often", "nodes.draft.max_visits"),
        ("max_visits: 3", "max_visits: 0", "nodes.draft.max_visits"),
        ("version: 1.0.0", "version: 1.0", "version"),
        ("cloud: [change]", "cloud: []", "nodes.apply.tools.cloud"),
        ("  writer:\n", "  Writer:\n", "roles.Writer"),
    ],
)
def test_a_wrong_field_is_told_with_its_line(old: str, new: str, reason: str) -> None:
    text = small_text((old, new))
    with pytest.raises(GraphError) as caught:
        parse_graph(text.encode(), "small-1.0.0.yaml")
    problem = next(each for each in caught.value.problems if reason in each.reason)
    expected = reason.rpartition("'")[0].rpartition("'")[2] or reason.split(":")[0].split(".")[-1]
    line = text.splitlines()[problem.line - 1]
    assert expected in line or line.strip() == "apply:"


def test_all_wrong_fields_are_told_at_once() -> None:
    text = small_text(("max_visits: 3", "max_visits: -1\n    colour: red"), ("start: draft\n", ""))
    with pytest.raises(GraphError) as caught:
        parse_graph(text.encode(), "small-1.0.0.yaml")
    assert len(caught.value.problems) == 3


@pytest.mark.spec("S2-68")
def test_a_graph_is_found_by_name_or_by_version(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "1.0.0", "1.10.0", "1.9.0")
    assert lock([], folder) == 0
    assert load_graph("small", folder).version == "1.10.0"
    assert load_graph("small@1.9.0", folder).version == "1.9.0"
    assert graph_ids(folder) == ("small@1.0.0", "small@1.9.0", "small@1.10.0")


@pytest.mark.parametrize("name", ["smal", "small@2.0.0", "../small", ""])
def test_an_unknown_graph_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError) as caught:
        load_graph(name, a_folder(tmp_path, "1.0.0"))
    assert caught.value.error_code == "GRAPH_NOT_FOUND"
    assert "small@1.0.0" in caught.value.next_step


def test_a_file_must_hold_what_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "small-2.0.0.yaml").write_text(SMALL_GRAPH)
    with pytest.raises(GraphError, match=r"holds small@1\.0\.0, its name says small@2\.0\.0"):
        load_graph("small", tmp_path)


@pytest.mark.spec("S2-69")
def test_a_published_graph_cannot_change(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "1.0.0")
    lock([], folder)
    file = folder / "small-1.0.0.yaml"
    file.write_text(file.read_text() + "\n# a comment changes nothing\n")
    assert load_graph("small", folder).name == "small"
    file.write_text(file.read_text().replace("to: apply }", "to: close }"))
    with pytest.raises(GraphError) as caught:
        load_graph("small", folder)
    assert caught.value.error_code == "GRAPH_SIGNATURE"


def test_a_graph_that_was_never_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"not in graphs\.lock"):
        load_graph("small", a_folder(tmp_path, "1.0.0"))


@pytest.mark.parametrize("content", ["[]", "{", '{"small@1.0.0": 1}'])
def test_a_broken_lock_is_refused(tmp_path: Path, content: str) -> None:
    folder = a_folder(tmp_path, "1.0.0")
    (folder / "graphs.lock").write_text(content)
    with pytest.raises(GraphError, match=r"graphs\.lock:1: not a JSON object"):
        load_graph("small", folder)


def test_the_digest_is_over_meaning_not_layout() -> None:
    definition = small_graph()
    spelled_out = small_graph(("max_total_visits: 30", "max_total_visits: 30, max_node_visits: 5"))
    other = small_graph(("max_visits: 3", "max_visits: 4"))
    assert graph_digest(definition) == graph_digest(spelled_out)
    assert graph_digest(definition) != graph_digest(other)
    assert graph_digest(definition).startswith("sha256:")


def test_the_lock_can_be_checked(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "1.0.0")
    assert lock(["--check"], folder) == 1
    assert lock([], folder) == 0
    assert lock(["--check"], folder) == 0
    assert locked_digests(folder) == {"small@1.0.0": graph_digest(small_graph())}
    (folder / "graphs.lock").write_text(json.dumps({**locked_digests(folder), "gone@1.0.0": "x"}))
    assert lock(["--check"], folder) == 1


def test_a_check_of_nothing_fails(tmp_path: Path) -> None:
    assert lock(["--check"], tmp_path) == 1
