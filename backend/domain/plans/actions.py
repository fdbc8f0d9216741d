"""The words that describe what an action does, before it is done."""

from enum import StrEnum


class Effect(StrEnum):
    """What an action needs: nothing, one approval, or the resource's name typed by a person."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


class UndoLabel(StrEnum):
    """How well an action can be undone; shown before approval."""

    EXACT = "exact"
    COMPENSATABLE = "compensatable"
    IRREVERSIBLE = "irreversible"


class Provenance(StrEnum):
    """Where the value of an argument comes from."""

    USER = "user"
    DEFAULT = "default"
    AWS_READ = "aws_read"
    REPO_FACT = "repo_fact"
    MODEL = "model"
    """Chosen by a language model, which may be hijacked: good enough to look at something."""


class ChangeKind(StrEnum):
    """What a step would do to its resource, as a preview found it."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    RUN = "run"
    NONE = "none"
