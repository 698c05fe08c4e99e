"""What came of something that was asked, kept under the id of its command."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from heard.circles import models


@dataclass(frozen=True, slots=True)
class Answer:
    """`seq` is where the log stands; seats are for the sentence."""

    ok: bool
    seq: int
    code: str | None = None
    seat: int | None = None
    speaker: int | None = None
    listener: int | None = None


def first_answer(circle_id: UUID, command_id: UUID | None, *, seat: int | None) -> Answer | None:
    """What this command was answered when it came first; None when it has not come before."""
    if command_id is None:
        return None
    command = models.Command.objects.filter(circle_id=circle_id, command_id=command_id).first()
    if command is None:
        return None
    if command.seat != seat:
        return Answer(ok=False, seq=0, code="id_is_taken")
    return Answer(**command.answer)


def keep_answer(
    answer: Answer, *, circle_id: UUID, command_id: UUID | None, seat: int | None, at: datetime
) -> None:
    if command_id is not None:
        models.Command.objects.create(
            circle_id=circle_id, command_id=command_id, seat=seat, answer=asdict(answer), at=at
        )
