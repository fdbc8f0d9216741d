"""What detection finds out about a source: typed facts, without running any of its code."""

from typing import Literal

from backend.domain.identifiers import Value

Framework = Literal[
    "fastapi", "starlette", "litestar", "quart", "lambda_handler", "static", "unknown"
]
HandlerKind = Literal["lambda", "asgi"]
DependencyKind = Literal["requirements_hashed", "uv_lock", "requirements", "pyproject", "none"]


class HandlerFact(Value):
    """Where the application is entered. ``module`` is imported from ``import_root`` (``.`` is the
    source's root).
    """

    kind: HandlerKind
    framework: Framework
    module: str
    attribute: str
    import_root: str
    path: str
    line: int


class DependencyFact(Value):
    """Where dependencies are declared; ``path`` is ``None`` for kind ``none``."""

    kind: DependencyKind
    path: str | None = None


class FrontEndFact(Value):
    """A ``package.json``: where, with which package manager, and whether it has a build script."""

    path: str
    package_manager: Literal["pnpm", "yarn", "npm"]
    has_build_script: bool


class SyntaxIssue(Value):
    """A Python file that cannot be compiled."""

    path: str
    line: int
    message: str


class Detection(Value):
    """Everything that is known about a source before anything is planned.

    ``undeclared_imports`` are third-party names that are imported while no dependency is declared
    anywhere. ``looked_for`` says in words what would have been a handler.
    """

    framework: Framework
    handler: HandlerFact | None
    dependencies: DependencyFact
    requires_python: str | None
    health_path: str
    routes: tuple[str, ...]
    undeclared_imports: tuple[str, ...]
    front_end: FrontEndFact | None
    syntax_issues: tuple[SyntaxIssue, ...]
    python_file_count: int
    has_index_page: bool
    looked_for: tuple[str, ...]
