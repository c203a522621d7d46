"""Frozen dataclasses as trees of JSON values, and back. New rows and fields need no change here."""

import base64
import binascii
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final, TypeVar

from playground.document.errors import DocumentError, SpecError

T = TypeVar("T")
_MOST: Final = 300  # characters
Path = tuple[str | int, ...]
Unknown = tuple[tuple[Path, Any], ...]  # what a newer version wrote, and where


def to_tree(value: Any, unknown: Unknown = ()) -> dict[str, Any]:
    """A document is {"layers": [{"kind": "linear", "units": 25, …}, …], "data": {…}, …}.

    `unknown` goes back to where it was, as long as that place is there.
    """
    tree: dict[str, Any] = _encode(value)
    for (*parents, name), each in unknown:
        place: Any = tree
        for key in parents:
            place = _inside(place, key)
        if isinstance(place, dict):
            place.setdefault(str(name), each)
    return tree


def from_tree(kind: type[T], tree: Any, path: Path = ()) -> tuple[T, Unknown]:
    """The value of a dataclass, and the keys of its tree that this version does not know.

    What is missing has its default. `path` is where the tree is, for errors.

    Raises:
        DocumentError: something has a wrong type or is outside its limits; it says where.
    """
    unknown: list[tuple[Path, Any]] = []
    value: T = _decode(kind, tree, path, unknown)
    return value, tuple(unknown)


def _encode(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        if names == ["kind", "options"]:
            kind, options = (getattr(value, name) for name in names)
            return {"kind": kind, **{name: _encode(each) for name, each in options}}
        return {name: _encode(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _decode(kind: Any, value: Any, path: Path, unknown: list[tuple[Path, Any]]) -> Any:
    if kind is Any:
        return value
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None and types.NoneType in arguments:
            return None
        (kind,) = (each for each in arguments if each is not types.NoneType)
        return _decode(kind, value, path, unknown)
    if is_dataclass(kind):
        return _decode_object(kind, value, path, unknown)
    if origin is tuple:
        found = _need(list, value, path)
        if arguments[-1] is ...:
            arguments = (arguments[0],) * len(found)
        if len(arguments) != len(found):
            raise _error(path, f"has {len(found)} parts, not {len(arguments)}")
        pairs = zip(arguments, found, strict=True)
        return tuple(_decode(a, v, (*path, i), unknown) for i, (a, v) in enumerate(pairs))
    if kind is bytes:
        try:
            return base64.b64decode(_need(str, value, path), validate=True)
        except (binascii.Error, ValueError):
            raise _error(path, "is no base64") from None
    if kind is float and type(value) is int:
        return float(value)
    return _need(kind, value, path)


def _decode_object(kind: Any, value: Any, path: Path, unknown: list[tuple[Path, Any]]) -> Any:
    tree: Mapping[str, Any] = _need(dict, value, path)
    known = {field.name: field for field in fields(kind)}
    try:
        if list(known) == ["kind", "options"]:
            return _decode_options(kind, tree, path, unknown)
        unknown += [((*path, name), each) for name, each in tree.items() if name not in known]
        hints = typing.get_type_hints(kind)
        for name, field in known.items():
            if name not in tree and not _has_default(field):
                raise _error((*path, name), "is missing")
        return kind(
            **{
                name: _decode(hints[name], tree[name], (*path, name), unknown)
                for name in known
                if name in tree
            }
        )
    except SpecError as error:
        sentence = str(error)  # which may quote the file at length
        if len(sentence) > _MOST:
            sentence = f"{sentence[:_MOST]}…"
        raise DocumentError(f"{_where(path)}: {sentence}") from None


def _decode_options(
    kind: Any, tree: Mapping[str, Any], path: Path, unknown: list[tuple[Path, Any]]
) -> Any:
    default = kind(_need(str, tree.get("kind"), (*path, "kind")))
    known = {name for name, _ in default.options}
    given = {name: each for name, each in tree.items() if name != "kind"}
    unknown += [((*path, name), each) for name, each in given.items() if name not in known]
    options = ((name, _plain(given[name], (*path, name))) for name in known if name in given)
    return kind(default.kind, tuple(options))


def _plain(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        return tuple(_need(str, each, (*path, index)) for index, each in enumerate(value))
    if isinstance(value, dict):
        raise _error(path, "is an object, not a value")
    return value


def _need(kind: Any, value: Any, path: Path) -> Any:
    if type(value) is not kind:  # True is no number
        raise _error(path, f"is not {_NAMES.get(kind, kind)}")
    return value


_NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _inside(place: Any, key: str | int) -> Any:
    if isinstance(place, dict):
        return place.get(key)
    if isinstance(place, list) and isinstance(key, int) and key < len(place):
        return place[key]
    return None


def _error(path: Path, sentence: str) -> DocumentError:
    return DocumentError(f"{_where(path)} {sentence}.")


def _where(path: Path) -> str:
    """ "layers.1.units", counted from 1."""
    if not path:
        return "The document"
    return ".".join(str(each + 1 if isinstance(each, int) else each) for each in path)
