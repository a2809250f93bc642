"""Products and offers of a store from a file: taken in, checked, carried out in pieces."""

from marketplace.services.imports.batches import import_confirm, import_stop, import_upload, imports_purge
from marketplace.services.imports.columns import unknown_headers
from marketplace.services.imports.files import reasons, rejected_file, template_file

__all__ = [
    "import_confirm",
    "import_stop",
    "import_upload",
    "imports_purge",
    "reasons",
    "rejected_file",
    "template_file",
    "unknown_headers",
]
