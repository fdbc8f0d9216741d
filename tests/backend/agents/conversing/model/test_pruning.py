"""What a model is told: below the limit, the important first, nothing cut in the middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from backend.agents.conversing.model.pruning import LIMIT, Material, prune, tokens_of

TEXTS = st.text(max_size=400)
PARTS = st.lists(st.builds(lambda text: {"text": text}, TEXTS), max_size=12).map(tuple)
MATERIALS = st.builds(
    Material, requirements=TEXTS | st.none(), plan=TEXTS | st.none(), outputs=PARTS, turns=PARTS
)
LIMITS = st.integers(min_value=0, max_value=2_000)


def turn(number: int, length: int = 300) -> JsonValue:
    return {"author": "person", "text": f"{number}:" + "x" * length}


@pytest.mark.spec("S2-142")
@given(MATERIALS, LIMITS)
def test_nothing_reaches_the_limit(material: Material, limit: int) -> None:
    kept = prune(material, limit)
    assert tokens_of(kept.as_json()) < limit or kept == Material()


@given(MATERIALS, LIMITS)
def test_parts_are_there_or_not_and_the_newest_stay_in_order(
    material: Material, limit: int
) -> None:
    kept = prune(material, limit)
    assert kept.requirements in (material.requirements, None)
    assert kept.plan in (material.plan, None)
    for left, all_of in ((kept.outputs, material.outputs), (kept.turns, material.turns)):
        assert left == all_of[len(all_of) - len(left) :]


@given(MATERIALS)
def test_what_fits_is_left_as_it_is(material: Material) -> None:
    assert prune(material, 20_000) == material


@given(MATERIALS, LIMITS)
def test_pruning_again_changes_nothing(material: Material, limit: int) -> None:
    kept = prune(material, limit)
    assert prune(kept, limit) == kept


@pytest.mark.spec("S2-134", "S2-142")
def test_requirements_plan_and_outputs_go_before_turns() -> None:
    turns = tuple(turn(number, 1_500) for number in range(50))
    material = Material(
        requirements={"pending": "r" * 3_000}, plan="p" * 6_000, outputs=("o" * 6_000,), turns=turns
    )
    kept = prune(material)
    assert tokens_of(kept.as_json()) < LIMIT
    assert (kept.requirements, kept.plan, kept.outputs) == (
        material.requirements,
        material.plan,
        material.outputs,
    )
    assert 0 < len(kept.turns) < 50
    assert kept.turns[-1] == turns[-1]


def test_fifty_short_turns_are_all_there() -> None:
    turns = tuple(turn(number) for number in range(50))
    assert prune(Material(turns=turns)).turns == turns
