"""Packaging with the real uv program, from wheels made on the spot."""

import os
import platform
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.domain.errors import CopilotError
from backend.tools.github_deployer.checkout import CheckoutPolicy, resolve_source
from backend.tools.github_deployer.detection import detect
from backend.tools.github_deployer.packaging import Package, Uv, package_lambda, runtime_named
from backend.tools.github_deployer.packaging.contents import LOCAL_VARIANT
from backend.tools.workspace import Workspace
from tests.backend.tools.github_deployer.packaging.wheels import make_wheel
from tests.backend.tools.github_deployer.repositories import write_files

RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
HANDLER = "import alpha\n\ndef lambda_handler(event, context):\n    return alpha.NAME\n"


class Machine:
    """A machine with its own folders and a wheel folder instead of a package index."""

    def __init__(self, home: Path, wheels: Path) -> None:
        self.home = home
        self.uv = Uv(
            environ={"PATH": os.environ["PATH"], "UV_FIND_LINKS": str(wheels), "UV_NO_INDEX": "1"},
            cache_dir=home / "cache",
        )

    def package(self, source: Path, *, is_local_variant: bool = False) -> Package:
        workspace = Workspace(roots=(source,))
        policy = CheckoutPolicy(workspace=workspace, work_dir=self.home / "checkouts")
        snapshot = resolve_source(str(source), policy=policy)
        return package_lambda(
            snapshot,
            detect(snapshot.root),
            runtime_named("python3.13"),
            "x86_64",
            uv=self.uv,
            output_dir=self.home / "packages",
            is_local_variant=is_local_variant,
        )


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    make_wheel(folder, "alpha", "1.0", {"alpha/__init__.py": "NAME = 'alpha'\n"}, "beta>=1")
    make_wheel(folder, "beta", "1.5", {"beta.py": "x = 1\n"})
    return folder


@pytest.fixture
def machine(tmp_path: Path, wheels: Path) -> Machine:
    return Machine(tmp_path / "one", wheels)


def source(folder: Path, files: Mapping[str, str]) -> Path:
    return write_files(folder, {"main.py": HANDLER, **files})


def names(package: Package) -> set[str]:
    with zipfile.ZipFile(package.path) as archive:
        return set(archive.namelist())


pytestmark = pytest.mark.slow


@pytest.mark.spec("S2-51", "S2-92")
@pytest.mark.parametrize(
    "declared",
    [
        {"requirements.txt": "alpha\n"},
        {"pyproject.toml": "[project]\nname = 'x'\nversion = '1'\ndependencies = ['alpha>=1']\n"},
    ],
)
def test_dependencies_are_resolved_and_packed(
    tmp_path: Path, machine: Machine, declared: dict[str, str]
) -> None:
    package = machine.package(source(tmp_path / "app", declared))
    assert package.handler == "main.lambda_handler"
    assert package.dependencies == ("alpha==1.0", "beta==1.5")
    assert {"main.py", "alpha/__init__.py", "beta.py"} <= names(package)
    assert package.sha256 == f"sha256:{package.path.stem}"


def test_another_machine_makes_the_same_bytes(
    tmp_path: Path, machine: Machine, wheels: Path
) -> None:
    first = machine.package(source(tmp_path / "a", {"requirements.txt": "alpha\n", "z.py": ""}))
    second = Machine(tmp_path / "two", wheels).package(
        source(tmp_path / "b", {"z.py": "", "requirements.txt": "alpha\n"})
    )
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_resolved_lock_is_kept(tmp_path: Path, machine: Machine, wheels: Path) -> None:
    app = source(tmp_path / "app", {"requirements.txt": "alpha\n"})
    first = machine.package(app)
    make_wheel(wheels, "beta", "2.0", {"beta.py": "x = 2\n"})
    assert machine.package(app).sha256 == first.sha256


def test_a_hashed_file_is_taken_as_it_is(tmp_path: Path, machine: Machine, wheels: Path) -> None:
    digest = make_wheel(wheels, "gamma", "3.0", {"gamma.py": ""}, "beta")
    app = source(tmp_path / "app", {"requirements.txt": f"gamma==3.0 --hash={digest}\n"})
    assert machine.package(app).dependencies == ("gamma==3.0",)


UV_PROJECT = "[project]\nname = 'app'\nversion = '1.0'\ndependencies = ['alpha']\n"
UV_LOCK = """version = 1
requires-python = ">=3.11"

[[package]]
name = "app"
version = "1.0"
source = {{ virtual = "." }}
dependencies = [{{ name = "alpha" }}]

[[package]]
name = "alpha"
version = "1.0"
source = {{ registry = "https://index.example/simple" }}
wheels = [{{ url = "https://index.example/alpha-1.0-py3-none-any.whl", hash = "{hash}" }}]
"""


def test_a_uv_lock_pins_what_is_packed(tmp_path: Path, machine: Machine, wheels: Path) -> None:
    digest = make_wheel(wheels, "alpha", "1.0", {"alpha/__init__.py": "NAME = 'locked'\n"})
    files = {"pyproject.toml": UV_PROJECT, "uv.lock": UV_LOCK.format(hash=digest)}
    assert machine.package(source(tmp_path / "app", files)).dependencies == ("alpha==1.0",)


def test_a_wrong_hash_is_refused(tmp_path: Path, machine: Machine) -> None:
    app = source(tmp_path / "app", {"requirements.txt": f"alpha==1.0 --hash=sha256:{'0' * 64}\n"})
    with pytest.raises(CopilotError) as refused:
        machine.package(app)
    assert refused.value.error_code == "DEPENDENCY_HASH_MISMATCH"


def test_an_unknown_dependency_is_a_sentence(tmp_path: Path, machine: Machine) -> None:
    app = source(tmp_path / "app", {"requirements.txt": "not-there-at-all\n"})
    with pytest.raises(CopilotError) as refused:
        machine.package(app)
    assert "not-there-at-all" in refused.value.message
    assert list((machine.home / "packages").glob("*")) == []


def test_a_source_distribution_is_never_built(
    tmp_path: Path, machine: Machine, wheels: Path
) -> None:
    (wheels / "evil-1.0.tar.gz").write_bytes(b"")
    app = source(tmp_path / "app", {"requirements.txt": "evil\n"})
    with pytest.raises(CopilotError) as refused:
        machine.package(app)
    assert refused.value.error_code == "DEPENDENCY_WITHOUT_WHEEL"


def test_without_dependencies_nothing_is_resolved(tmp_path: Path, wheels: Path) -> None:
    app = write_files(tmp_path / "app", {"main.py": "def lambda_handler(event, context): ..."})
    package = Machine(tmp_path / "one", wheels).package(app)
    assert (package.dependencies, package.file_count) == ((), 1)
    assert not (tmp_path / "one/cache").exists()


def test_a_local_variant_is_marked(tmp_path: Path, machine: Machine) -> None:
    app = source(tmp_path / "app", {"requirements.txt": "alpha\n"})
    variant, ordinary = machine.package(app, is_local_variant=True), machine.package(app)
    assert (variant.is_local_variant, ordinary.is_local_variant) == (True, False)
    assert marks(variant) == [f"{RUNTIME} {platform.machine()} {sys.platform}"]
    assert marks(ordinary) == []


def marks(package: Package) -> list[str]:
    """What the sandbox account recognises a local variant by."""
    with zipfile.ZipFile(package.path) as archive:
        names = [name for name in archive.namelist() if name == LOCAL_VARIANT]
        return [archive.read(name).decode() for name in names]


def test_an_asgi_application_without_dependencies_is_refused(
    tmp_path: Path, machine: Machine
) -> None:
    files = {"main.py": "app = FastAPI()\n", "requirements.txt": "\n"}
    with pytest.raises(CopilotError) as refused:
        machine.package(write_files(tmp_path / "app", files))
    assert refused.value.error_code == "DEPENDENCIES_UNDECLARED"
