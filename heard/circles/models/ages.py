"""What the database itself holds about ages: `people.core.ages`, in SQL that both engines speak.

A grown-up sits with minors only in a school or hospital, vetted for that very place today, and
with two minors at the least. What would seat somebody wrongly is refused. What must never be
refused (a vetting is withdrawn, a minor leaves, somebody is erased) lets the grown-up go instead.
"""

# ruff: noqa: S608 (every part of this SQL stands on this page)

from heard.base.triggers import Trigger

OF_A_SEAT = ("circle_id", "age_band", "vetting_id", "removed_at")
OF_A_CIRCLE = ("age_band", "community_id", "community_kind")
OF_A_VETTING = ("person_id", "place", "holds_from", "holds_until", "withdrawn_at")

_BANDS = "('child', 'teen', 'adult')"
_LOCK_CIRCLE = "SELECT 1 FROM circles_circle WHERE id = NEW.circle_id FOR SHARE"
_LOCK_PERSON = "SELECT 1 FROM people_person WHERE id = NEW.person_id FOR SHARE"
_LOCK_VETTING = "SELECT 1 FROM people_vetting WHERE id = NEW.vetting_id FOR SHARE"
_LOCK_OLD_CIRCLE = "SELECT 1 FROM circles_circle WHERE id = OLD.circle_id FOR NO KEY UPDATE"
_LET_GO = (
    "UPDATE circles_seat SET removed_at = {now}, device_hash = '', taken_at = NULL, "
    "token_hash = NULL WHERE removed_at IS NULL AND "
)


def _minors(circle: str) -> str:
    """How many minors have a seat in `circle`, which is no circle of adults."""
    return (
        f"(SELECT COUNT(*) FROM circles_seat m WHERE m.circle_id = {circle} "
        "AND m.age_band <> 'adult' AND m.removed_at IS NULL AND NOT m.is_companion)"
    )


def _may_be_there(seat: str, circle: str, kind: str) -> str:
    return f"""({seat}.age_band = 'adult' AND {kind} IN ('school', 'hospital')
        AND EXISTS (SELECT 1 FROM people_vetting v WHERE v.id = {seat}.vetting_id
            AND v.person_id = {seat}.person_id AND v.place = {kind} AND v.withdrawn_at IS NULL
            AND v.holds_from <= {{today}} AND v.holds_until >= {{today}})
        AND {_minors(circle)} >= 2)"""


_SITS_WRONGLY = f"""NEW.age_band NOT IN {_BANDS} OR EXISTS (
    SELECT 1 FROM circles_circle c WHERE c.id = NEW.circle_id AND c.age_band <> NEW.age_band
    AND NOT (NEW.removed_at IS NOT NULL AND NEW.device_hash = '')
    AND NOT {_may_be_there("NEW", "c.id", "c.community_kind")})"""
_IS_NOT_THEIR_AGE = """EXISTS (
    SELECT 1 FROM people_person p WHERE p.id = NEW.person_id AND p.age_band <> NEW.age_band)"""
_MINORS_MEET_NOWHERE = """NEW.age_band <> 'adult'
    AND (NEW.community_id IS NULL OR NEW.community_kind = '')"""
_MIXES = f"""EXISTS (
    SELECT 1 FROM circles_seat s WHERE s.circle_id = NEW.id AND s.age_band <> NEW.age_band
    AND s.removed_at IS NULL AND NOT {_may_be_there("s", "NEW.id", "NEW.community_kind")})"""
_SITS_AS_ANOTHER_AGE = """EXISTS (
    SELECT 1 FROM circles_seat s JOIN circles_circle c ON c.id = s.circle_id
    WHERE s.person_id = NEW.id AND s.age_band <> NEW.age_band AND s.removed_at IS NULL
    AND c.closed_at IS NULL)"""
_ONE_TO_ONE = f"""{_LET_GO} circle_id = OLD.circle_id AND age_band = 'adult'
    AND EXISTS (SELECT 1 FROM circles_circle c WHERE c.id = OLD.circle_id AND c.age_band <> 'adult')
    AND {_minors("OLD.circle_id")} < 2"""

AGES_APART = (
    Trigger(
        name="ages_of_a_new_seat",
        after="INSERT",
        table="circles_seat",
        refuses=f"{_SITS_WRONGLY} OR {_IS_NOT_THEIR_AGE}",
        why="This seat would be of another age than its circle or its person.",
        locks=(_LOCK_CIRCLE, _LOCK_PERSON, _LOCK_VETTING),
    ),
    Trigger(
        name="ages_of_a_changed_seat",
        after="UPDATE",
        of=OF_A_SEAT,
        table="circles_seat",
        refuses=_SITS_WRONGLY,
        why="This seat would be of another age than its circle.",
        locks=(_LOCK_CIRCLE, _LOCK_VETTING),
    ),
    Trigger(
        name="ages_of_who_sits_down",
        after="UPDATE",
        of=("device_hash",),
        table="circles_seat",
        refuses=f"NEW.device_hash <> '' AND ({_SITS_WRONGLY})",
        why="Whoever sits down would be of another age than the circle.",
        locks=(_LOCK_VETTING,),
    ),
    Trigger(
        name="ages_of_a_known_seat",
        after="UPDATE",
        of=("person_id", "age_band"),
        table="circles_seat",
        refuses=f"NEW.person_id IS NOT NULL AND ({_SITS_WRONGLY} OR {_IS_NOT_THEIR_AGE})",
        why="This seat would be of another age than its circle or its person.",
        locks=(_LOCK_PERSON, _LOCK_VETTING),
    ),
    Trigger(
        name="ages_when_a_person_goes",
        after="UPDATE",
        of=("person_id",),
        table="circles_seat",
        does=f"{_LET_GO} id = NEW.id AND NEW.person_id IS NULL AND vetting_id IS NOT NULL",
    ),
    Trigger(
        name="ages_when_a_seat_goes",
        after="DELETE",
        table="circles_seat",
        does=_ONE_TO_ONE,
        locks=(_LOCK_OLD_CIRCLE,),
    ),
    Trigger(
        name="ages_when_a_seat_empties",
        after="UPDATE",
        of=OF_A_SEAT,
        table="circles_seat",
        does=_ONE_TO_ONE,
        locks=(_LOCK_OLD_CIRCLE,),
    ),
    Trigger(
        name="ages_of_a_new_circle",
        after="INSERT",
        table="circles_circle",
        refuses=f"NEW.age_band NOT IN {_BANDS} OR ({_MINORS_MEET_NOWHERE})",
        why="Minors meet inside a community only.",
    ),
    Trigger(
        name="ages_of_a_changed_circle",
        after="UPDATE",
        of=OF_A_CIRCLE,
        table="circles_circle",
        refuses=f"NEW.age_band NOT IN {_BANDS} OR ({_MINORS_MEET_NOWHERE}) OR {_MIXES}",
        why="Some who sit in this circle would be of another age.",
    ),
    Trigger(
        name="ages_of_a_person_who_sits",
        after="UPDATE",
        of=("age_band",),
        table="people_person",
        refuses=_SITS_AS_ANOTHER_AGE,
        why="This person sits in a circle of another age.",
    ),
    Trigger(
        name="ages_when_a_vetting_ends",
        after="UPDATE",
        of=OF_A_VETTING,
        table="people_vetting",
        does=f"""{_LET_GO} vetting_id = NEW.id AND (NEW.withdrawn_at IS NOT NULL
            OR NEW.holds_from > {{today}} OR NEW.holds_until < {{today}}
            OR NEW.person_id <> OLD.person_id OR NEW.place <> OLD.place)""",
    ),
    Trigger(
        name="ages_when_a_vetting_goes",
        after="DELETE",
        table="people_vetting",
        does=f"{_LET_GO} vetting_id = OLD.id",
    ),
)
