"""Files of products as sellers bring them, and what becomes of them over the API."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

IMPORTS = "/api/marketplace/imports/"
HEADERS = ("sku", "product", "category", "price", "stock")


def sheet(*rows: tuple[object, ...], headers: tuple[str, ...] = HEADERS) -> bytes:
    """A CSV file of these rows."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headers)
    writer.writerows(rows)
    return target.getvalue().encode()


def send(client: Any, raw: bytes, *, name: str = "products.csv", **more: object) -> Any:
    """Upload a file; the answer."""
    file = SimpleUploadedFile(name, raw, "text/csv")
    return client.post(IMPORTS, {"file": file, **more}, format="multipart")


def read(client: Any, batch: str) -> dict[str, Any]:
    answer = client.get(f"{IMPORTS}{batch}/")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def rows(client: Any, batch: str, **filters: str) -> list[dict[str, Any]]:
    """The checked rows in the order of the file."""
    answer = client.get(f"{IMPORTS}{batch}/rows/", {"page_size": "100", **filters})
    assert answer.status_code == 200, answer.content
    return sorted(answer.json()["results"], key=lambda row: row["number"])


def reasons(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem["column"], problem["code"]) for problem in row["problems"]]


def csv_rows(answer: Any) -> list[list[str]]:
    """The cells of a CSV file that was downloaded."""
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
