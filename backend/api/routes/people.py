"""Identity: setting up the owner, signing in and out, and who asks."""

from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import Field, TypeAdapter

from backend.api.access.cookies import drop_token, keep_token, token_of
from backend.api.access.grants import grant_of
from backend.api.access.guard import guarded_router
from backend.api.bodies import body_of, described
from backend.api.service import parts_of
from backend.domain.identifiers import Value
from backend.domain.people import IdentityView, UserView
from backend.domain.secrets import Secret

router = guarded_router("/api/v1/identity")


class SignIn(Value):
    """A name and its password."""

    user_name: str = Field(min_length=1, max_length=64)
    password: Secret


class SetUp(SignIn):
    """The first person, with the token of the set-up link."""

    token: Secret


_SIGN_IN = TypeAdapter(SignIn)
_SET_UP = TypeAdapter(SetUp)


@router.get("")
async def identity(request: Request) -> IdentityView:
    """Who asks, if anybody; and whether there is an owner yet."""
    grant = await grant_of(request)
    is_set_up = await parts_of(request).accounts.is_set_up()
    return IdentityView(is_set_up=is_set_up, user=grant.user if grant else None)


@router.post("/setup", status_code=201, openapi_extra=described(_SET_UP))
async def set_up(
    request: Request,
    response: Response,
    given: Annotated[SetUp, Depends(body_of(_SET_UP))],
) -> IdentityView:
    """Make the owner, and sign them in; the link is used up."""
    accounts = parts_of(request).accounts
    await accounts.set_up(given.token, given.user_name, given.password)
    return await _signed_in(request, response, given)


@router.post("/sign_in", openapi_extra=described(_SIGN_IN))
async def sign_in(
    request: Request,
    response: Response,
    given: Annotated[SignIn, Depends(body_of(_SIGN_IN))],
) -> IdentityView:
    """Begin a web session; the one before it in this browser ends."""
    return await _signed_in(request, response, given)


@router.post("/sign_out", status_code=204)
async def sign_out(request: Request, response: Response) -> None:
    """End the web session of this browser."""
    token = token_of(request)
    if token is not None:
        await parts_of(request).accounts.sign_out(token)
    drop_token(request, response)


async def _signed_in(request: Request, response: Response, given: SignIn) -> IdentityView:
    user: UserView
    accounts = parts_of(request).accounts
    user, token = await accounts.sign_in(given.user_name, given.password, token_of(request))
    keep_token(request, response, token)
    return IdentityView(is_set_up=True, user=user)
