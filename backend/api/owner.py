"""The person at this machine."""

from backend.domain.plans.approval import Actor

LOCAL_OWNER = Actor(user_id="local_owner", kind="local_owner")
