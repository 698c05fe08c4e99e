"""Kinds of columns that Django does not bring."""

import json
from typing import Any

from django.db import models


class DocumentField(models.TextField[Any, Any]):
    """JSON that keeps the order in which it was written; PostgreSQL's own `jsonb` sorts keys."""

    # What django-stubs takes for the type of the attribute.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False)

    def from_db_value(self, value: str, *_: object) -> Any:
        return json.loads(value)
