"""The built page: its files, and the one document that every address of it begins with."""

import mimetypes
from pathlib import Path, PurePosixPath

from fastapi import Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from backend.api.access.guard import guarded_router
from backend.api.service import Around

router = guarded_router()

_DOCUMENT = "index.html"
_FINGERPRINTED = "assets"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NOT_BUILT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>aws-copilot</title></head>
<body>
<h1>The page is not built yet</h1>
<p>The service runs; only its page is missing. Stop the service and run <code>make up</code>,
which builds the page first. The command line works meanwhile: <code>copilot --help</code>.</p>
</body>
</html>
"""


@router.get("/{path:path}", include_in_schema=False)
def page(request: Request, around: Around, path: str) -> Response:
    """A file of the page, or its document where a browser navigates to.

    Files whose name holds their fingerprint are kept for ever; everything else is asked for again.
    """
    found = _file(around.page, path)
    if found is not None:
        kind, _ = mimetypes.guess_type(found.name)
        caching = _FOR_EVER if path.startswith(f"{_FINGERPRINTED}/") else _ASK_AGAIN
        return FileResponse(found, media_type=kind, headers={"cache-control": caching})
    if path.startswith(("api/", "ws/")) or "text/html" not in request.headers.get("accept", ""):
        raise HTTPException(404)
    document = around.page / _DOCUMENT
    if not document.is_file():
        return HTMLResponse(_NOT_BUILT, status_code=503, headers={"cache-control": _ASK_AGAIN})
    return FileResponse(document, headers={"cache-control": _ASK_AGAIN})


def _file(folder: Path, path: str) -> Path | None:
    """The file inside the folder that a path names, if it is a plain one."""
    parts = PurePosixPath(path).parts
    if not parts or any(part.startswith(".") for part in parts) or "\\" in path or "\0" in path:
        return None
    found = folder.joinpath(*parts)
    is_inside = found.resolve().is_relative_to(folder.resolve())
    return found if is_inside and found.is_file() else None
