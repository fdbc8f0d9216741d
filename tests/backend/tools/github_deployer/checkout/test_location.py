"""What a person may type as a source."""

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.location import check_branch, parse_remote

HOSTS = frozenset({"github.com"})


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://github.com/me/app", "https://github.com/me/app"),
        ("HTTPS://GitHub.com/me/app.git/", "https://github.com/me/app.git"),
        ("github.com/me/app", "https://github.com/me/app"),
    ],
)
def test_understands_urls(text: str, url: str) -> None:
    remote = parse_remote(text, allowed_hosts=HOSTS, may_use_file_urls=False)
    assert remote is not None
    assert (remote.url, remote.origin) == (url, "https://github.com")


@pytest.mark.parametrize("text", [".", "examples/hello-fastapi", "/srv/app", "gitlab.com/me/app"])
def test_everything_else_is_a_path(text: str) -> None:
    assert parse_remote(text, allowed_hosts=HOSTS, may_use_file_urls=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "http://github.com/me/app", "ssh://git@github.com/me/app", "git@github.com:me/app",
        "file:///etc", "ext::sh -c id://x", "https://user:FAKE@github.com/me/app",
        "https://github.com.evil.example/me/app", "https://github.com:8443/me/app",
        "https://github.com/me/app?x=1", "https://github.com/me/../app", "https://github.com/me",
        "https://github.com/--upload-pack=x/;id", "https://169.254.169.254/me/app",
    ],
)  # fmt: skip
def test_refuses_other_schemes_hosts_and_tricks(text: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        parse_remote(text, allowed_hosts=HOSTS, may_use_file_urls=False)
    assert refused.value.error_code == "E_FORBIDDEN"
    assert "FAKE" not in refused.value.message


@pytest.mark.parametrize("branch", ["main", "feature/x-1", "release_2.0", None])
def test_branch_names(branch: str | None) -> None:
    assert check_branch(branch) == branch


@pytest.mark.parametrize("branch", ["", "-x", "--upload-pack=id", "a b", "a..b", "a\nb"])
def test_odd_branch_names_are_refused(branch: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        check_branch(branch)
    assert refused.value.error_code == "BRANCH_NOT_FOUND"
