"""The address of private files."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.private_files import private_file_get
from core.scope import scope_of_request


@require_safe
def private_file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file as a download, never shown in place. Whoever may not read it gets the 404 of a file that is not."""
    try:
        row = private_file_get(scope=scope_of_request(request), file_id=file_id, key=request.GET.get("key", ""))
        content = row.file.open("rb")
    except (NotFound, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
