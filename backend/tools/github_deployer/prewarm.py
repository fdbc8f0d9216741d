"""Fill the package cache for the bundled examples, so that they deploy without a network.

Run by ``make setup``: ``python -m backend.tools.github_deployer.prewarm --cache-dir DIR
SOURCE...``.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from backend.domain.errors import CopilotError
from backend.tools.github_deployer.checkout import CheckoutPolicy, resolve_source
from backend.tools.github_deployer.detection import detect
from backend.tools.github_deployer.packaging import (
    Package,
    Uv,
    check_sandbox_runtime,
    choose_runtime,
    package_lambda,
)
from backend.tools.workspace import Workspace

_ARCHITECTURES = ("x86_64", "arm64")
TRUSTED = "trusted_digests"


def prewarm(
    sources: Sequence[Path], cache_dir: Path, environ: Mapping[str, str]
) -> tuple[Package, ...]:
    """Package every source for both architectures and for this machine; only the cache is kept.

    Raises:
        CopilotError: what resolving or packaging the first failing source raises.
    """
    uv = Uv(environ=environ, cache_dir=cache_dir)
    with tempfile.TemporaryDirectory(prefix="copilot-prewarm-") as scratch:
        return tuple(
            package for source in sources for package in _packages(source, Path(scratch), uv)
        )


def _packages(source: Path, scratch: Path, uv: Uv) -> list[Package]:
    policy = CheckoutPolicy(
        workspace=Workspace(roots=(source,)), work_dir=scratch, environ=uv.environ
    )
    snapshot = resolve_source(str(source.resolve()), policy=policy)
    detection = detect(snapshot.root)
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    usual = choose_runtime(detection.requires_python, None)
    own = choose_runtime(detection.requires_python, None, preferred=(here,))
    variants = [(usual, architecture, False) for architecture in _ARCHITECTURES]
    variants += [(usual, _ARCHITECTURES[0], True), (own, _ARCHITECTURES[0], False)]
    return [
        package_lambda(
            snapshot,
            detection,
            runtime,
            architecture,
            uv=uv,
            output_dir=scratch / "packages",
            is_local_variant=is_local_variant,
        )
        for runtime, architecture, is_local_variant in dict.fromkeys(variants)
    ]


def trust(packages: Iterable[Package], cache_dir: Path) -> None:
    """Write down what the sandbox may run without bubblewrap: these very archives, if they are for
    this machine.
    """
    runnable = sorted(
        package.sha256.removeprefix("sha256:")
        for package in packages
        if package.is_local_variant
        or check_sandbox_runtime(package.runtime, package.architecture).is_match
    )
    (cache_dir / TRUSTED).write_text("".join(f"{digest}\n" for digest in runnable), "ascii")


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """The program: prints one line per package, or the reason why the cache could not be filled
    (exit 1).
    """
    parser = argparse.ArgumentParser(description=prewarm.__doc__)
    parser.add_argument("--cache-dir", type=Path, required=True)
    parser.add_argument("sources", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    try:
        packages = prewarm(options.sources, options.cache_dir.absolute(), environ)
    except CopilotError as error:
        sys.stderr.write(f"{error.error_code}: {error.message} {error.next_step}\n")
        return 1
    trust(packages, options.cache_dir)
    for package in packages:
        kind = "local variant" if package.is_local_variant else package.architecture
        size = f"{package.size_bytes} bytes"
        sys.stdout.write(f"{package.runtime} {kind}: {size}, {package.sha256}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
