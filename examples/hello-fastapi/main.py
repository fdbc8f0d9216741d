"""A small application: a page, a greeting, and a health check."""

from datetime import UTC, datetime
from html import escape
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

STARTED_AT = datetime.now(UTC)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>hello-fastapi</title>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem; }}
code {{ background: #8882; padding: .1em .3em; border-radius: .3em; }}
</style>
</head>
<body>
<h1>Hello, {name}!</h1>
<p>This page is answered by a small FastAPI application.</p>
<p>Try <a href="api/hello?name=Ada"><code>/api/hello?name=Ada</code></a>
or <a href="api/health"><code>/api/health</code></a>.</p>
</body>
</html>
"""

Name = Annotated[str, Query(min_length=1, max_length=60)]


class Health(BaseModel):
    """Whether the application works, and since when it runs."""

    status: str
    application: str
    started_at: datetime


class Greeting(BaseModel):
    """A friendly word."""

    message: str


app = FastAPI(title="hello-fastapi", version="1.0.0")


@app.get("/", response_class=HTMLResponse)
def page(name: Name = "world") -> str:
    """The front page."""
    return PAGE.format(name=escape(name))


@app.get("/api/health")
def health() -> Health:
    """Answer 200 as long as requests can be served."""
    return Health(status="ok", application="hello-fastapi", started_at=STARTED_AT)


@app.get("/api/hello")
def hello(name: Name = "world") -> Greeting:
    """Greet someone by name."""
    return Greeting(message=f"Hello, {name}!")
