"""Reasons that lie in the source, its package, or how it is built."""

from backend.agents.explaining.reasons.reason import Replan, Row

_YES, _AFTER = Replan.YES, Replan.AFTER_CHANGE

SOURCE: dict[str, Row] = {
    "SOURCE_NOT_FOUND": (
        _AFTER,
        "There is no source under that address or path, or it may not be read.",
        "Check the address; for a private repository store a GitHub token first.",
    ),
    "BRANCH_NOT_FOUND": (
        _AFTER,
        "The source has no such branch.",
        "Name a branch that exists, or leave it out.",
    ),
    "NOTHING_DEPLOYABLE": (
        _AFTER,
        "Nothing that could be deployed was found in the source.",
        "Name the folder that holds the application.",
    ),
    "SECRET_IN_REPOSITORY": (
        _AFTER,
        "The source holds something that looks like a secret.",
        "Remove it, replace it where it is used, and pass it as an environment variable.",
    ),
    "SYMLINK_ESCAPE": (
        _AFTER,
        "A link in the source leads out of its folder.",
        "Replace the link by the file itself.",
    ),
    "SUBMODULES_PRESENT": (
        _AFTER,
        "The repository has submodules, which are not deployed.",
        "Replace the submodules by ordinary files, or deploy a folder without them.",
    ),
    "SPECIAL_FILE": (
        _AFTER,
        "The source holds a device, a socket or a pipe.",
        "Remove it.",
    ),
    "FILE_NAME_INVALID": (
        _AFTER,
        "A file of the source has a name that cannot be packaged.",
        "Rename the file.",
    ),
    "PACKAGE_TOO_LARGE": (
        _AFTER,
        "The package is larger than Lambda takes.",
        "Leave out files and dependencies that the application does not need.",
    ),
    "RUNTIME_MISMATCH": (
        _AFTER,
        "The code does not fit the runtime that it would run in.",
        "Choose the runtime that the code is written for.",
    ),
    "RUNTIME_UNKNOWN": (
        _AFTER,
        "Lambda has no such runtime.",
        "Choose a runtime that Lambda offers.",
    ),
    "HANDLER_NOT_FOUND": (
        _AFTER,
        "No function was found by which Lambda could enter the application.",
        "Add a handler, or an application of a web framework that is recognised.",
    ),
    "DEPENDENCIES_UNDECLARED": (
        _AFTER,
        "The application uses packages that it does not declare.",
        "Declare them in requirements.txt or pyproject.toml.",
    ),
    "DEPENDENCIES_UNRESOLVED": (
        _AFTER,
        "The declared dependencies do not fit together.",
        "Correct the versions that are asked for.",
    ),
    "DEPENDENCY_HASH_MISMATCH": (
        _AFTER,
        "A dependency is not the one that was locked.",
        "Lock the dependencies again, and look at what changed.",
    ),
    "DEPENDENCY_NOT_ALLOWED": (
        _AFTER,
        "A dependency is declared in a way that is not allowed, such as by an address.",
        "Name packages and versions only.",
    ),
    "DEPENDENCY_WITHOUT_WHEEL": (
        _AFTER,
        "A dependency has no ready-made package for the runtime.",
        "Choose another version of it, another runtime, or another architecture.",
    ),
    "SYNTAX_ERROR": (
        _AFTER,
        "A file of the source cannot be compiled.",
        "Correct the file.",
    ),
    "CHECK_FAILED": (
        _AFTER,
        "A check of the source failed.",
        "Look at what the check says, and correct the source.",
    ),
    "PACKAGE_INDEX_UNREACHABLE": (
        _YES,
        "The package index could not be reached.",
        "Check the network, then try again.",
    ),
    "COMMAND_TIMED_OUT": (
        _YES,
        "A command took longer than it may and was stopped.",
        "Try again: what was downloaded is kept.",
    ),
    "GIT_UNREACHABLE": (
        _YES,
        "The repository could not be reached.",
        "Check the network and the address, then try again.",
    ),
    "GIT_TIMEOUT": (
        _YES,
        "Reading the repository took too long.",
        "Try again, or deploy a local folder.",
    ),
    "GIT_MISSING": (_AFTER, "The git program is missing here.", "Have the operator install git."),
    "UV_MISSING": (_AFTER, "The uv program is missing here.", "Have the operator install uv."),
    "BUILD_SANDBOX_MISSING": (
        _AFTER,
        "The build cannot be isolated on this machine, so it was refused.",
        "Have the operator install bubblewrap, or deploy a source that needs no build.",
    ),
    "NOT_CONFINED": (
        _AFTER,
        "The build could not be confined, so it was refused.",
        "Have the operator look at the build sandbox.",
    ),
    "FILE_NOT_TEXT": (_AFTER, "The file is not text.", "Name another file."),
    "FILE_TOO_LARGE": (_AFTER, "The file is too long to be read.", "Name another file."),
}
