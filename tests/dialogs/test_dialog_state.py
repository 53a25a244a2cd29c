"""Dialog state is plain JSON, strictly read: what looks wrong is refused and never run."""

import json

import pytest
from botbuilder.core import TurnContext
from botbuilder.dialogs import DialogTurnStatus, WaterfallDialog
from botbuilder.schema import Activity
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.dialog_state import (
    dialog_context,
    dialog_set,
    keep_stack,
    read_state,
    relay,
    write_state,
)
from bot.dialogs.gestures import Pressed, Typed

GOOD = {
    "id": "claim",
    "state": {"options": {"claim_id": 1001}, "values": {}, "instanceId": "i", "stepIndex": 0},
}


class Steps:
    """Two steps that remember what they were given, looping on the second."""

    def __init__(self):
        self.seen = []
        self.dialogs = dialog_set([WaterfallDialog("claim", [self.first, self.second])])

    async def first(self, step):
        self.seen.append(("first", step.options))
        return WaterfallDialog.end_of_turn

    async def second(self, step):
        self.seen.append(("second", step.result))
        return await step.end_dialog(step.result)

    def open(self, state, kind="message"):
        context = TurnContext(object(), Activity(type=kind, text="typed"))
        return dialog_context(self.dialogs, context, state)


@pytest.fixture
def steps():
    return Steps()


async def test_a_dialog_goes_on_from_its_stored_state(steps):
    state = {}
    context = steps.open(state)
    await context.begin_dialog("claim", {"claim_id": 1001})
    keep_stack(context, state)
    stored = write_state(state)
    assert json.loads(stored)["stack"][0]["id"] == "claim"

    later = read_state(stored)
    context = steps.open(later)
    result = await relay(context, Typed(text="Contoso"))
    keep_stack(context, later)
    assert result.status is DialogTurnStatus.Complete
    assert steps.seen == [("first", {"claim_id": 1001}), ("second", Typed(text="Contoso"))]
    assert later == {}


async def test_a_press_reaches_an_open_waterfall_though_it_is_no_message(steps):
    state = {"stack": [json.loads(json.dumps(GOOD))]}
    context = steps.open(state, kind="invoke")
    await relay(context, Pressed(verb="next"))
    assert steps.seen == [("second", Pressed(verb="next"))]


async def test_without_an_open_dialog_relaying_does_nothing(steps):
    result = await relay(steps.open({}), Typed(text="x"))
    assert (result.status, steps.seen) == (DialogTurnStatus.Empty, [])


def changed(**parts):
    row = json.loads(json.dumps(GOOD))
    row["state"] |= parts
    return row


POISON = {
    "not a list": "claim",
    "row is text": ["claim"],
    "row is a pickle": [{"py/object": "os.system", "py/reduce": ["x"]}],
    "pickle inside": [changed(values={"a": {"py/object": "os.system"}})],
    "extra key": [GOOD | {"version": 2}],
    "no state": [{"id": "claim"}],
    "state is a list": [{"id": "claim", "state": []}],
    "unknown dialog": [GOOD | {"id": "gone"}],
    "no id": [GOOD | {"id": ""}],
    "id is a number": [GOOD | {"id": 5}],
    "step beyond the end": [changed(stepIndex=2)],
    "step before the start": [changed(stepIndex=-1)],
    "step is true": [changed(stepIndex=True)],
    "step is text": [changed(stepIndex="0")],
    "values missing": [changed(values=None)],
    "instance missing": [changed(instanceId=None)],
    "one bad among good": [GOOD, GOOD | {"id": "gone"}],
    "endless": [GOOD] * 11,
}


@pytest.mark.parametrize("stack", POISON.values(), ids=POISON.keys())
async def test_a_poisoned_stack_is_refused_as_a_whole_and_nothing_runs(steps, stack):
    context = steps.open({"stack": stack})
    assert context.stack == []
    await relay(context, Typed(text="x"))
    assert steps.seen == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\x80\x04\x95",
        b'{"a": {"py/object": "os.system"}}',
        b'{"py/reduce": [1]}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        json.dumps({"a": [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}).encode(),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_a_row_that_is_no_state_of_ours_is_an_empty_one(data):
    assert read_state(data) == {}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8).filter(lambda key: not key.startswith("py/")), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8).filter(lambda k: not k.startswith("py/")), plain))
def test_plain_state_comes_back_as_it_was(state):
    try:
        stored = write_state(state)
    except UnicodeEncodeError:
        return
    assert read_state(stored) == state
    assert write_state(read_state(stored)) == stored


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, float("nan"), b"bytes"], ids=["object", "set", "nan", "bytes"]
)
def test_what_is_not_json_is_never_written(value):
    with pytest.raises((TypeError, ValueError)):
        write_state({"a": value})


def test_equal_states_have_equal_bytes():
    assert write_state({"a": 1, "b": {"c": 2, "d": 3}}) == write_state(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )
