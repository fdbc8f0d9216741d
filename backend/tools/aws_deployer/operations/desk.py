"""The desk on which an operation is drafted: what the run knows, and what is in the account now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from backend.aws.account import AwsAccount
from backend.domain.canonical import JsonObject
from backend.domain.errors import ModelCanFix, UserCanFix
from backend.domain.identifiers import ArtefactDigest, StepId
from backend.domain.plans.plan import ArtefactReference
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import LiveState, Params
from backend.tools.aws_deployer.catalog.lambda_parameters import artefact_of
from backend.tools.aws_deployer.catalog.s3 import versioning_of
from backend.tools.aws_deployer.operations.stock import LARGEST_FILE, Stock


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One call as a person asked for it: ``said`` word for word, ``form`` typed, with text in
    place of references.
    """

    step_id: StepId
    tool: str
    said: JsonObject
    form: Params

    def invalid(self, argument: str, why: str) -> ModelCanFix:
        """``E_INVALID_STEP``, naming the step and the argument."""
        return ModelCanFix(
            "E_INVALID_STEP",
            f"The step {self.step_id} ({self.tool}) is not valid: {argument}: {why}.",
            f"Correct {argument} and plan again.",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Translated:
    """A call in the catalogue's words; each value by where it comes from."""

    action: str
    said: JsonObject
    filled: JsonObject = field(default_factory=dict[str, JsonValue])
    found: JsonObject = field(default_factory=dict[str, JsonValue])
    artefacts: tuple[ArtefactReference, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Reads of the account are made through the catalogue's own eyes."""

    stock: Stock
    account: AwsAccount
    graph_run_id: str
    filled: Mapping[str, JsonValue]
    """``tags`` and ``region``, for the actions that take them."""
    touched: dict[str, StepId] = field(default_factory=dict[str, StepId])
    """The resources that earlier steps of this operation change."""
    parts: dict[str, StepId] = field(default_factory=dict[str, StepId])
    """The resources of which earlier steps of this operation change a part."""
    packages: dict[str, str] = field(default_factory=dict[str, str])
    """By function, the artefact that an earlier step of this operation gives it."""

    async def look(self, action_name: str, **params: JsonValue) -> LiveState:
        """What an action of the catalogue would find."""
        action = action_named(action_name)
        typed = action.params.model_construct(None, **params)
        return await asyncio.to_thread(action.read, self.account, typed)

    async def must_find(self, resource: str, action_name: str, **params: JsonValue) -> JsonObject:
        """Like :meth:`look`.

        Raises:
            UserCanFix: ``RESOURCE_MISSING``.
        """
        live = await self.look(action_name, **params)
        if live is None:
            raise UserCanFix(
                "RESOURCE_MISSING",
                f"{resource} does not exist yet, so it cannot be changed.",
                "Check its name and region; what an operation creates, it does not change again.",
            )
        return live

    async def package_of(self, function_name: str, code_sha256: str) -> str:
        """The artefact of the package that a function runs, kept so that it can be given back.

        Raises:
            UserCanFix: ``RESOURCE_CHANGED``: the package changed while it was read.
        """
        wanted = ArtefactDigest(artefact_of(code_sha256))
        if await self.stock.artefacts.exists(wanted):
            return wanted
        content = await asyncio.to_thread(self.account.package_of, function_name)
        return await self._kept(content, f"lambda:function/{function_name}", wanted)

    async def require_no_versions(self, bucket_name: str) -> None:
        """Raise unless what is uploaded to the bucket can be taken back without a trace.

        Raises:
            UserCanFix: ``E_NOT_EXACT``, where the bucket keeps versions.
        """
        versioning = await asyncio.to_thread(versioning_of, self.account, bucket_name)
        if versioning is not None:
            raise UserCanFix(
                "E_NOT_EXACT",
                f"The versioning of s3:bucket/{bucket_name} is {versioning}: after an undo of the "
                "upload, a version or a delete marker would stay in it.",
                "Name a bucket without versioning, or upload to this one by hand.",
            )

    async def object_of(self, bucket_name: str, object_name: str, live: JsonObject) -> JsonObject:
        """The whole object that is there now, kept so that it can be given back.

        Raises:
            UserCanFix: ``RESOURCE_EXISTS``, where it could not be given back as it is.
        """
        resource = f"s3:object/{bucket_name}/{object_name}"
        settings = live["further_settings"]
        if settings or _number(live["size_bytes"]) > LARGEST_FILE:
            special = ", ".join(map(str, settings)) if isinstance(settings, list) else ""
            raise UserCanFix(
                "RESOURCE_EXISTS",
                f"{resource} exists, and is too large or too special to be given back by an undo"
                f"{f': {special}' if special else ''}.",
                "Choose another object name, or delete the object in an operation of its own.",
            )
        content = await asyncio.to_thread(self._body_of, bucket_name, object_name)
        artefact = await self._kept(content, resource)
        kept = {name: live[name] for name in ("content_type", "metadata", "etag")}
        return {"artefact": artefact, **kept}

    def _body_of(self, bucket_name: str, object_name: str) -> bytes:
        answer = self.account.read("s3", "GetObject", Bucket=bucket_name, Key=object_name)
        return answer["Body"].read()

    async def _kept(
        self, content: bytes, resource: str, wanted: ArtefactDigest | None = None
    ) -> str:
        digest = await self.stock.artefacts.put(content)
        if wanted not in (None, digest):
            raise UserCanFix(
                "RESOURCE_CHANGED",
                f"{resource} was changed while it was looked at.",
                "Plan again.",
            )
        return digest


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0
