"""What window and worker find in the mailbox."""

from dataclasses import replace
from pathlib import Path

from playground.document.spec import ExperimentSpec
from playground.training.grid import without_network
from playground.training.mailbox import Mailbox
from playground.training.messages import Export, Pause, StateChanged, Step, Stop, Train, Use
from playground.training.record import Record
from playground.training.snapshots import RunState

SPEC = ExperimentSpec()
SNAPSHOT = without_network(1, RunState.IDLE, "")


def received(mailbox: Mailbox) -> list[object]:
    commands = []
    while (command := mailbox.receive(0, settled=False)) is not None:
        commands.append(command)
    return commands


def test_commands_come_in_order() -> None:
    mailbox = Mailbox()
    for command in (Train(), Step(), Pause(), Step()):
        mailbox.send(command)

    assert received(mailbox) == [Train(), Step(), Pause(), Step()]


def test_of_edits_in_a_row_only_the_newest_is_built() -> None:
    mailbox = Mailbox()
    for revision in range(1, 100):
        mailbox.send(Use(revision, replace(SPEC, seed=revision)))
    mailbox.send(Train())
    mailbox.send(Use(100, SPEC))

    assert received(mailbox) == [Use(99, replace(SPEC, seed=99)), Train(), Use(100, SPEC)]


def test_a_saved_training_is_not_lost_to_an_edit_made_before_it_was_taken() -> None:
    mailbox = Mailbox()
    opened = Use(1, SPEC, Record({}), opened=True)
    painted = replace(opened, spec=replace(SPEC, seed=7))
    mailbox.send(opened)
    mailbox.send(painted)
    assert received(mailbox) == [opened, painted]


def test_a_snapshot_is_wanted_only_after_the_last_was_taken() -> None:
    mailbox = Mailbox()
    assert mailbox.wants_snapshot
    mailbox.post(SNAPSHOT)
    mailbox.post(StateChanged(RunState.RUNNING))
    assert not mailbox.wants_snapshot

    assert mailbox.take().events == (SNAPSHOT, StateChanged(RunState.RUNNING))
    assert mailbox.wants_snapshot
    assert mailbox.take().events == ()


def test_settled_lasts_until_the_next_command() -> None:
    mailbox = Mailbox()
    assert not mailbox.take().settled

    mailbox.receive(1e-9, settled=True)
    assert mailbox.take().settled

    mailbox.send(Train())
    assert not mailbox.take().settled
    assert mailbox.receive(1e-9, settled=True) == Train()  # it has something to do
    assert not mailbox.take().settled


def test_closing_forgets_what_waits() -> None:
    mailbox = Mailbox()
    mailbox.send(Use(1, SPEC))
    mailbox.send(Train())
    mailbox.close()
    mailbox.close()

    assert received(mailbox) == [Stop()]


def test_closing_lets_an_export_finish_first() -> None:
    mailbox = Mailbox()
    export = Export(Path("weights.pt"), "pt")
    for command in (Use(1, SPEC), export, Train()):
        mailbox.send(command)
    mailbox.close()

    assert received(mailbox) == [Use(1, SPEC), export, Stop()]
