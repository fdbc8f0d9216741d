"""An application that starts, but is not healthy: what a failed health check looks like."""

from fastapi import FastAPI
from pydantic import BaseModel


class Health(BaseModel):
    """Whether the application works, and why not."""

    status: str
    reason: str


app = FastAPI(title="broken-fastapi", version="1.0.0")


@app.get("/")
def page() -> dict[str, str]:
    """Something that answers."""
    return {"message": "This application starts, but its health check fails on purpose."}


@app.get("/api/health", status_code=503)
def health() -> Health:
    """Always 503."""
    return Health(status="unhealthy", reason="the database cannot be reached (on purpose)")
