"""How edits reach the worker."""

from playground.document import edits
from playground.training.messages import Use
from playground.training.record import Record
from playground.training.run import Run
from tests.playground.training.stage import SPEC


def test_edits_of_an_opened_document_reach_the_worker_as_one(qapp: object) -> None:
    run = Run()
    run.resume(SPEC, record := Record({}))
    for rate in (0.1, 0.2, 0.3):
        run.set_spec(edits.set_training_option(SPEC, "learning_rate", rate))

    opened, edited, none = (run._mailbox.receive(0, settled=False) for _ in range(3))
    assert isinstance(opened, Use)
    assert isinstance(edited, Use)
    assert (opened.spec, opened.record) == (SPEC, record)
    assert edited.revision == opened.revision
    assert edited.spec.training.learning_rate == 0.3
    assert none is None
    run.shutdown()
