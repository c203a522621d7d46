"""What counts as unsaved work, and what waits for a save that is on its way."""

from pathlib import Path

from core.export import export_bytes
from playground.builder import build_model, generators
from playground.document import edits
from playground.document.presets import default
from playground.files.contents import from_bytes
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.conftest import settled
from tests.playground.files.gestures import answer, edit, save, save_as, train


def import_weights(window, wait, path: Path) -> None:
    """Weights for this network that no seed gives."""
    spec = window.document.spec
    draws = generators(77)
    model = build_model(spec, generator=draws.weights, dropout=draws.dropout)
    path.write_bytes(export_bytes(model, "safetensors"))
    before = window.run.revision
    window.weights.read(path)
    wait(lambda: window.run.revision > before and settled(window))


def test_another_document_waits_for_a_save_in_progress_and_does_not_inherit_its_file(
    window, wait, tmp_path
):
    path = tmp_path / "a.nnp"
    save_as(window, wait, path)
    edit(window)
    saved, told = window.document.spec, []
    window.files.opened.connect(told.append)
    window.actions_["save"].trigger()
    window.actions_["new"].trigger()
    wait(lambda: told == [path] and window.document.spec == default())
    assert window.files.file.path is None
    assert from_bytes(path.read_bytes()).spec == saved


def test_a_save_that_fails_gives_nothing_up_for_another_document(window, wait, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    save_as(window, wait, folder / "a.nnp")
    edit(window)
    spec = window.document.spec
    (folder / "a.nnp").unlink()
    folder.rmdir()
    window.actions_["save"].trigger()
    window.actions_["new"].trigger()
    answer(window, wait, "ask_save", "cancel")
    assert window.document.spec == spec
    assert window.isWindowModified()


def test_a_reset_of_what_was_saved_trained_is_marked_as_unsaved(window, wait, tmp_path):
    train(window, wait)
    save_as(window, wait, tmp_path / "a.nnp")
    assert not window.isWindowModified()
    window.actions_["reset"].trigger()
    wait(lambda: settled(window) and window.run.step_count == 0)
    assert window.isWindowModified()


def test_imported_weights_are_unsaved_in_a_document_that_has_a_file(window, wait, tmp_path):
    save_as(window, wait, tmp_path / "a.nnp")
    import_weights(window, wait, tmp_path / "w.safetensors")
    assert window.isWindowModified()
    save(window, wait)
    assert not window.isWindowModified()
    window.actions_["reset"].trigger()  # to the weights of the seed, which the file has no more
    wait(lambda: settled(window))
    assert window.isWindowModified()


def test_what_was_trained_from_imported_weights_is_not_given_up_unasked(window, wait, tmp_path):
    import_weights(window, wait, tmp_path / "w.safetensors")
    train(window, wait)
    assert not window.close()  # no seed trains it again
    answer(window, wait, "ask_save", "cancel")


def test_a_save_that_fails_keeps_no_name_from_others(open_window, wait, tmp_path):
    first, second, path = open_window(), open_window(), tmp_path / "folder" / "a.nnp"
    first.files._save_in(path, None, lambda: None)
    wait(lambda: "folder does not exist" in first.message.text())
    path.parent.mkdir()
    save_as(second, wait, path)
    assert second.files.file.path == path


def test_a_file_with_weights_is_not_replaced_by_one_whose_training_was_lost(
    window, wait, tmp_path, monkeypatch, caplog
):
    path = tmp_path / "a.nnp"
    train(window, wait)
    save_as(window, wait, path)
    held = path.read_bytes()

    def broken(_: Session) -> None:
        raise MemoryError

    with monkeypatch.context() as planted:
        planted.setattr(Session, "record", broken)
        slower = edits.set_training_option(window.document.spec, "learning_rate", 0.1)
        window.document.edit("Slower", slower)
        window.actions_["save"].trigger()
        wait(lambda: window.run.state is RunState.FAILED and settled(window))
    window.actions_["save"].trigger()
    wait(lambda: "lost the training" in window.message.text())
    assert path.read_bytes() == held
    assert window.isWindowModified()
    window.actions_["reset"].trigger()
    wait(lambda: settled(window) and window.run.step_count == 0)
    save(window, wait)
    assert not window.isWindowModified()
    assert from_bytes(path.read_bytes()).spec == window.document.spec
    caplog.clear()


def test_a_text_has_no_weights_to_lose(window, wait, tmp_path):
    import_weights(window, wait, tmp_path / "w.safetensors")
    save_as(window, wait, tmp_path / "a.json")
    slower = edits.set_training_option(window.document.spec, "learning_rate", 0.1)
    window.document.edit("Slower", slower)
    save(window, wait)
    assert from_bytes((tmp_path / "a.json").read_bytes()).spec == slower
