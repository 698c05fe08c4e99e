"""Tables that are written once: what stands there is neither changed nor taken out by the way."""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is a log; append to it, never change it.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is a log; erase whom it is about instead.")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        self.update()
