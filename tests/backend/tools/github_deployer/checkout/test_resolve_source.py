"""From a folder or repository to a pinned copy, with the real git program."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.secrets import Secret
from backend.tools.github_deployer.checkout import (
    CheckoutPolicy,
    SourceSnapshot,
    TreeLimits,
    resolve_source,
)
from backend.tools.github_deployer.checkout.git import clone_error, token_header
from backend.tools.github_deployer.environment import git_environment
from backend.tools.github_deployer.process import Completed
from backend.tools.workspace import Workspace
from tests.backend.tools.github_deployer.repositories import (
    MACHINE,
    commit_all,
    git,
    make_repository,
    write_files,
)

FILES = {"main.py": "x = 1\n", "app/util.py": "y = 2\n", "README.md": "hello\n"}
Resolve = Callable[..., SourceSnapshot]


@pytest.fixture
def resolve(tmp_path: Path) -> Resolve:
    (tmp_path / "space").mkdir()

    def call(source: str, branch: str | None = None, **changes: object) -> SourceSnapshot:
        policy = CheckoutPolicy(
            workspace=Workspace(roots=(tmp_path / "space",), forbidden=(tmp_path / "home",)),
            work_dir=tmp_path / "home/checkouts",
            environ=MACHINE,
            may_use_file_urls=True,
            **changes,  # pyright: ignore[reportArgumentType]
        )
        return resolve_source(source, policy=policy, branch=branch)

    return call


def refusal(call: Callable[[], object]) -> CopilotError:
    with pytest.raises(CopilotError) as refused:
        call()
    return refused.value


def content(snapshot: SourceSnapshot) -> dict[str, str]:
    root = snapshot.root
    return {
        str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.spec("S2-51")
def test_a_plain_folder_is_pinned_by_its_content(tmp_path: Path, resolve: Resolve) -> None:
    write_files(tmp_path / "space/app", {**FILES, ".env": "TOKEN=FAKE"})
    first = resolve("app")
    assert (first.kind, first.commit, first.deploys) == ("folder", None, "working_tree")
    assert content(first) == FILES
    assert (first.file_count, first.left_out) == (3, (".env",))
    write_files(tmp_path / "space/app", {"main.py": "x = 2\n"})
    second = resolve("app")
    assert second.content_digest != first.content_digest
    assert content(first) == FILES


@pytest.mark.slow
def test_equal_content_is_equal_wherever_it_comes_from(tmp_path: Path, resolve: Resolve) -> None:
    write_files(tmp_path / "space/a", FILES)
    make_repository(tmp_path / "space/b", dict(reversed(FILES.items())))
    folder, worktree = resolve("a"), resolve("b")
    remote = resolve(f"file://{tmp_path}/space/b")
    assert folder.content_digest == worktree.content_digest == remote.content_digest
    assert folder.root == worktree.root == remote.root


def test_the_copy_is_private_and_read_only(tmp_path: Path, resolve: Resolve) -> None:
    write_files(tmp_path / "space/app", FILES)
    snapshot = resolve("app")
    assert (snapshot.root / "main.py").stat().st_mode & 0o777 == 0o400
    assert snapshot.root.parent.stat().st_mode & 0o077 == 0
    leftovers = [path for path in snapshot.root.parent.iterdir() if path.name.startswith("partial")]
    assert leftovers == []


@pytest.mark.slow
def test_a_clean_worktree_names_its_commit(tmp_path: Path, resolve: Resolve) -> None:
    commit = make_repository(tmp_path / "space/app", FILES)
    git(tmp_path / "space/app", "remote", "add", "origin", "https://user:FAKE@github.com/me/app")
    snapshot = resolve("app")
    assert (snapshot.kind, snapshot.commit, snapshot.branch) == ("git_worktree", commit, "main")
    assert snapshot.uncommitted == ()
    assert snapshot.repository == "https://github.com/me/app"


@pytest.mark.slow
def test_a_folder_inside_a_worktree_shows_its_own_changes(tmp_path: Path, resolve: Resolve) -> None:
    top = tmp_path / "space"
    make_repository(
        top, {"app/main.py": "x", "app/old.py": "x", "other.py": "x", ".gitignore": "*.log\n"}
    )
    write_files(top, {"app/main.py": "y", "app/new.py": "x", "app/a.log": "x", "other.py": "y"})
    (top / "app/old.py").unlink()
    snapshot = resolve("app")
    assert snapshot.uncommitted == ("modified main.py", "added new.py", "deleted old.py")
    assert set(content(snapshot)) == {"main.py", "new.py"}


@pytest.mark.slow
def test_links_and_modes_compare_like_git_does(tmp_path: Path, resolve: Resolve) -> None:
    top = write_files(tmp_path / "space/app", FILES)
    (top / "link.py").symlink_to("./main.py")
    (top / "main.py").chmod(0o755)
    make_repository(top, {})
    assert resolve("app").uncommitted == ()
    (top / "main.py").chmod(0o644)
    assert resolve("app").uncommitted == ("modified main.py",)


@pytest.mark.slow
def test_a_repository_without_a_commit_is_a_plain_folder(tmp_path: Path, resolve: Resolve) -> None:
    write_files(tmp_path / "space/app", FILES)
    git(tmp_path / "space", "init", "--quiet")
    assert resolve("app").kind == "folder"


@pytest.mark.slow
def test_an_ignored_folder_is_a_plain_folder(tmp_path: Path, resolve: Resolve) -> None:
    make_repository(tmp_path / "space", {"build/main.py": "x", ".gitignore": "build/\n"})
    assert resolve("build").kind == "folder"


@pytest.mark.slow
def test_a_local_repository_starts_no_program(tmp_path: Path, resolve: Resolve) -> None:
    top = tmp_path / "space/app"
    make_repository(top, {**FILES, ".gitattributes": "*.py filter=evil\n"})
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    trap.chmod(0o700)
    for setting in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "core.pager"):
        git(top, "config", setting, str(trap))
    hook = top / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(trap.read_text())
    hook.chmod(0o700)
    (top / "main.py").touch()
    assert resolve("app").uncommitted == ()
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_a_remote_is_pinned_to_its_commit(tmp_path: Path, resolve: Resolve) -> None:
    first = make_repository(tmp_path / "origin", FILES)
    url = f"file://{tmp_path}/origin"
    snapshot = resolve(url)
    assert (snapshot.kind, snapshot.commit, snapshot.branch) == ("git_remote", first, "main")
    assert (snapshot.deploys, content(snapshot)) == ("commit", FILES)


@pytest.mark.slow
def test_a_remote_branch_can_be_chosen(tmp_path: Path, resolve: Resolve) -> None:
    make_repository(tmp_path / "origin", FILES)
    git(tmp_path / "origin", "checkout", "--quiet", "-b", "next")
    write_files(tmp_path / "origin", {"main.py": "x = 3\n"})
    commit = commit_all(tmp_path / "origin")
    git(tmp_path / "origin", "checkout", "--quiet", "main")
    url = f"file://{tmp_path}/origin"
    assert resolve(url, "next").commit == commit
    assert refusal(lambda: resolve(url, "absent")).error_code == "BRANCH_NOT_FOUND"


@pytest.mark.slow
def test_attributes_change_nothing_in_a_remote(tmp_path: Path, resolve: Resolve) -> None:
    attributes = {".gitattributes": "main.py export-ignore\nREADME.md export-subst\n"}
    make_repository(tmp_path / "origin", {**FILES, "README.md": "$Format:%H$\n", **attributes})
    snapshot = resolve(f"file://{tmp_path}/origin")
    assert content(snapshot)["README.md"] == "$Format:%H$\n"
    assert "main.py" in content(snapshot)


@pytest.mark.slow
def test_a_remote_link_that_leaves_blocks(tmp_path: Path, resolve: Resolve) -> None:
    top = write_files(tmp_path / "origin", FILES)
    (top / "passwd").symlink_to("/etc/passwd")
    make_repository(top, {})
    assert refusal(lambda: resolve(f"file://{top}")).error_code == "SYMLINK_ESCAPE"


@pytest.mark.slow
def test_submodules_block(tmp_path: Path, resolve: Resolve) -> None:
    commit = make_repository(tmp_path / "space/app", FILES)
    git(
        tmp_path / "space/app",
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{commit},vendor/lib",
    )
    git(tmp_path / "space/app", "commit", "--quiet", "--message=submodule")
    for source in ("app", f"file://{tmp_path}/space/app"):
        error = refusal(lambda source=source: resolve(source))
        assert error.error_code == "SUBMODULES_PRESENT"
        assert "vendor/lib" in error.message


@pytest.mark.slow
def test_a_large_remote_is_refused_before_it_is_written(tmp_path: Path, resolve: Resolve) -> None:
    make_repository(tmp_path / "origin", FILES)
    error = refusal(lambda: resolve(f"file://{tmp_path}/origin", limits=TreeLimits(bytes=5)))
    assert error.error_code == "PACKAGE_TOO_LARGE"
    assert [path.name for path in (tmp_path / "home/checkouts").iterdir()] == []


@pytest.mark.slow
def test_a_missing_remote_is_a_sentence(tmp_path: Path, resolve: Resolve) -> None:
    error = refusal(lambda: resolve(f"file://{tmp_path}/absent"))
    assert error.error_code == "SOURCE_NOT_FOUND"
    assert "fatal" not in error.message


@pytest.mark.parametrize(
    ("source", "error_code"),
    [
        ("absent", "SOURCE_NOT_FOUND"),
        ("empty", "NOTHING_DEPLOYABLE"),
        ("file.py", "NOTHING_DEPLOYABLE"),
        ("../home", "E_FORBIDDEN"),
        ("/etc", "E_FORBIDDEN"),
        ("https://evil.example/me/app", "E_FORBIDDEN"),
    ],
)
def test_bad_sources(tmp_path: Path, resolve: Resolve, source: str, error_code: str) -> None:
    write_files(tmp_path / "space", {"empty/.env": "x", "file.py": "x"})
    error = refusal(lambda: resolve(source))
    assert error.error_code == error_code
    assert error.next_step


def test_a_branch_that_is_not_checked_out_is_refused(tmp_path: Path, resolve: Resolve) -> None:
    write_files(tmp_path / "space/app", FILES)
    assert refusal(lambda: resolve("app", "next")).error_code == "BRANCH_NOT_FOUND"


def test_the_token_goes_to_one_host_by_header() -> None:
    variables = token_header("https://github.com", Secret("FAKE-token"))
    assert variables["GIT_CONFIG_KEY_0"] == "http.https://github.com/.extraHeader"
    assert variables["GIT_CONFIG_VALUE_0"].startswith("Authorization: Basic ")
    assert "FAKE-token" not in "".join(variables.values())


def test_git_gets_nothing_of_the_machine_but_network_settings(tmp_path: Path) -> None:
    machine = {
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "FAKE",
        "GIT_SSH_COMMAND": "id",
        "https_proxy": "p",
    }
    passed = git_environment(machine, home=tmp_path, protocols="https")
    assert passed["https_proxy"] == "p"
    assert "AWS_SECRET_ACCESS_KEY" not in passed
    assert "GIT_SSH_COMMAND" not in passed
    assert passed["GIT_ALLOW_PROTOCOL"] == "https"


@pytest.mark.parametrize(
    ("exit_code", "words", "error_code"),
    [
        (None, "", "GIT_TIMEOUT"),
        (128, "fatal: unable to access: Could not resolve host: x", "GIT_UNREACHABLE"),
        (128, "fatal: Authentication failed for 'https://FAKE-token@x'", "SOURCE_NOT_FOUND"),
        (128, "fatal: Remote branch next not found in upstream origin", "BRANCH_NOT_FOUND"),
    ],
)
def test_git_failures_become_sentences(exit_code: int | None, words: str, error_code: str) -> None:
    error = clone_error(
        Completed(exit_code=exit_code, stdout=b"", stderr=words), "https://x/y", "next"
    )
    assert error.error_code == error_code
    assert "FAKE-token" not in str(error)


def test_refusals_are_for_people() -> None:
    assert isinstance(refusal(lambda: resolve_nothing()), UserCanFix)


def resolve_nothing() -> SourceSnapshot:
    policy = CheckoutPolicy(workspace=Workspace(roots=()), work_dir=Path("unused"))
    return resolve_source("http://github.com/me/app", policy=policy)
