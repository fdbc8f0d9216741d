"""What no file of the project may contain: it works on any machine, against any package index."""

import re

import pytest

from tests.architecture.source import texts

# Written in pieces, so that this file does not name what it looks for.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
    "index.docker" + ".io",
    "proxy.golang" + ".org",
)
MACHINE_PATHS = re.compile(r"(?<![\w.~\-])/(?:work|home|root|Users)" + r"/\w")
IMAGES = re.compile(r"^(?:FROM| +image:) +(\S+)$", re.MULTILINE)
MOVING = ":late" + "st"
AWS_KEY_IDS = re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")
OBVIOUSLY_FAKE = re.compile(r"FAKE|EXAMPLE")


def test_no_file_names_a_package_registry() -> None:
    found = [(path, host) for path, text in texts() for host in REGISTRY_HOSTS if host in text]
    assert found == []


@pytest.mark.spec("G25")
def test_no_container_image_is_taken_as_it_happens_to_be_today() -> None:
    tags = [tag for _, text in texts() for tag in IMAGES.findall(text)]
    assert tags
    assert not [tag for tag in tags if ":" not in tag or tag.endswith(MOVING)]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [(path, hit.group()) for path, text in texts() for hit in MACHINE_PATHS.finditer(text)]
    assert found == []


def test_every_key_id_is_obviously_fake() -> None:
    found = [
        path
        for path, text in texts()
        for hit in AWS_KEY_IDS.finditer(text)
        if not OBVIOUSLY_FAKE.search(hit.group())
    ]
    assert found == []


def test_the_rules_above_examined_the_project() -> None:
    assert len(list(texts())) > 20
