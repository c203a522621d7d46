"""Tables from outside: read exactly, or refused with row and column; never read half."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits, limits
from playground.document.codec import from_tree, to_tree
from playground.document.own_points import LABEL, OwnPoints, X, Y
from playground.document.presets import default
from playground.own_data import arrays, columns, csv_text, table
from playground.own_data.errors import DataError
from playground.own_data.table import Dialect

PLAIN = "0.1,0.2,A\n0.3,0.4,B\n0.5,0.6,A\n"


def imported(data: bytes | str, chosen: columns.Columns | None = None) -> OwnPoints:
    """As the dialog does it, with all that it guesses."""
    text = table.decoded(data if isinstance(data, bytes) else data.encode())
    found = table.read(text, table.sniffed(text))
    return columns.points(found, chosen or columns.guessed(found))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "x,y,label\n" + PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "0.1,0.2,A\r\n0.3,0.4,B\n0.5,0.6,A",
        "\ufeff" + PLAIN,
        "\n\n" + PLAIN + "\n\n",
        PLAIN.replace("A", '"A"').replace("0.1", '"0.1"'),
        PLAIN.replace("0.3", " 3e-1 ").replace("0.5", "+.5"),
        "label,x,y\nA,0.1,0.2\nB,0.3,0.4\nA,0.5,0.6\n",
    ],
)
def test_the_same_points_in_many_dialects(text: str) -> None:
    own = imported(text)
    expected = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], np.float32)
    np.testing.assert_array_equal(arrays.places(own), expected)
    assert own.classes == ("A", "B")
    np.testing.assert_array_equal(arrays.values(own), [0, 1, 0])


ATTACKS: list[tuple[str, bytes | str, str]] = [
    ("empty", "", "has no rows"),
    ("blank lines", "\n \n", "has no rows"),
    ("a header only", "x,y,label\n", "first row|has no rows|no number"),
    ("two columns", "1,2\n3,4\n", "three columns.*this one has 2"),
    ("65 columns", ",".join(["1"] * 65), "at most 64 columns"),
    ("a text cell", "1,2,A\n3,abc,B\n5,6,A\n", r"Row 2, column 2 \(column 2\): 'abc' is no number"),
    ("an empty cell", "1,2,A\n3,,B\n5,6,A\n", "Row 2, column 2 .*the cell is empty"),
    ("an empty label", "1,2,A\n3,4,\n5,6,B\n", "Row 2, column 3 .*the cell is empty"),
    ("an underscore", "1,2,A\n1_0,4,B\n", "Row 2, column 1 .*'1_0' is no number"),
    ("arabic digits", "1,2,A\n١٢,4,B\n", "Row 2, column 1 .* is no number"),
    ("nan", "1,2,A\nnan,4,B\n", "'nan' is no number"),
    ("inf", "1,2,A\ninf,4,B\n", "'inf' is no number"),
    ("1e400", "1,2,A\n1e400,4,B\n", "'1e400' is no number"),
    ("1e300", "1,2,A\n1e300,4,B\n", "1e300 is too large a number"),
    ("hexadecimal", "1,2,A\n0x10,4,B\n", "'0x10' is no number"),
    ("a formula", "1,2,A\n=1+1,4,B\n", r"'=1\+1' is no number"),
    ("a thousands sign", "1;2;A\n1.000,5;4;B\n", "'1.000,5' is no number"),
    ("UTF-16", PLAIN.encode("utf-16"), "UTF-16. Save it as UTF-8"),
    ("Latin-1", "0.1,0.2,é\n".encode("latin-1"), "Byte 9 is no UTF-8"),
    ("NUL", b"1,2,A\n3,\x004,B\n", "binary data"),
    ("an unclosed quote", '1,2,A\n3,4,"B\n' + "5,6,A\n" * 9, "Row 2: a quote is not closed"),
    ("a 1 MB unclosed quote", '1,2,A\n3,4,"' + "x\n" * 500_000, "quote|characters"),
    ("a quote inside", '1,2,A\n3,"4"5,B\n', "Row 2: a quote"),
    ("a huge cell", "1,2,A\n3,4," + "x" * 200_000 + "\n", "Row 2 has more than 10,000 characters"),
    ("ragged, short", "1,2,A\n3,4\n5,6,B\n", "Row 2 has 2 cells, not 3"),
    ("ragged, long", "1,2,A\n3,4,B,5\n5,6,B\n", "Row 2 has 4 cells, not 3"),
    ("one class", "1,2,A\n3,4,A\n", "same label in every row"),
    (
        "eleven classes",
        "".join(f"{i},2,c{i}\n" for i in range(11)),
        "11 different labels; at most 10",
    ),
    ("a long label", "1,2,A\n3,4," + "B" * 41 + "\n", "no name of a class"),
    ("a strange label", "1,2,A\n3,4,B\x07C\n", "no name of a class"),
    ("too many rows", "1,2,A\n" * (limits.MAX_OWN_POINTS + 1), "more than 100,000 rows"),
    ("a large file", b"1,2,A\n" * 6_000_000, "34 MB; at most 32 MB"),
]


@pytest.mark.parametrize(
    ("data", "sentence"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)
def test_what_is_no_table_is_refused_in_one_sentence(data: bytes | str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        imported(data, columns.Columns(0, 1, 2))
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_the_row_of_an_error_is_the_line_in_an_editor() -> None:
    text = 'x,y,label\n\n0.1,0.2,"A\nB"\n0.3,oops,C\n'
    found = table.read(text, Dialect(header=True))
    with pytest.raises(DataError, match=r"^Row 5, column 2 \(y\): 'oops'"):
        columns.points(found, columns.Columns(0, 1, 2))


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["10", "9", "2"], ("2", "9", "10")),
        (["b", "a", "C"], ("C", "a", "b")),
        (["1", "x", "10"], ("1", "10", "x")),
    ],
)
def test_classes_are_in_an_order_people_expect(labels: list[str], names: tuple[str, ...]) -> None:
    assert columns.class_names(labels, "label") == names


def test_a_column_of_many_numbers_is_a_target() -> None:
    text = "".join(f"{i},{i * 2},{100 + i}\n" for i in range(20))
    own = imported(text)
    assert own.is_regression
    assert (own.columns[2].low, own.columns[2].high) == (100, 119)
    values = arrays.values(own)
    assert (values.min(), values.max()) == (-1, 1)
    assert not imported("".join(f"{i},2,{i % 2}\n" for i in range(20))).is_regression


def test_the_same_column_twice_is_refused() -> None:
    found = table.read(PLAIN, Dialect())
    with pytest.raises(DataError, match="three different columns"):
        columns.points(found, columns.Columns(0, 0, 2))


def test_all_points_equal_are_in_the_middle() -> None:
    own = imported("7,9,A\n7,9,B\n")
    np.testing.assert_array_equal(arrays.places(own), 0.5)


NAME = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\0"), min_size=1, max_size=9
)
NAMES = st.lists(
    st.one_of(NAME, st.sampled_from(["=1+1", "@SUM(A1)", "-x", '"', "a,b", "a;b"])),
    min_size=2,
    max_size=10,
    unique=True,
)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(0, 2**32 - 1))
def test_exported_points_come_back_as_they_were(names: list[str], seed: int) -> None:
    random = np.random.default_rng(seed)
    classes = tuple(sorted(names))
    labels = np.append(np.arange(len(classes)), random.integers(0, len(classes), 20))
    places = random.random((len(labels), 2), np.float32)
    text = table.decoded(csv_text.written(places, labels, classes, (X, Y, LABEL)))
    found = table.read(text, Dialect(header=True))
    own = columns.points(found, columns.Columns(0, 1, 2))
    np.testing.assert_array_equal(arrays.places(own), places)
    assert [own.classes[int(i)] for i in arrays.values(own)] == [classes[i] for i in labels]


def test_an_export_has_the_numbers_of_before_the_scaling() -> None:
    own = imported(
        "height,weight,dose\n150.5,-3,10\n170,50,20\n190,80.25,30\n", columns.Columns(0, 1, 2, True)
    )
    data = csv_text.written(arrays.places(own), arrays.values(own), own.classes, own.columns)
    lines = data.decode().split("\r\n")
    assert lines[:4] == ['"height","weight","dose"', "150.5,-3,10", "170,50,20", "190,80.25,30"]


def test_an_export_has_the_very_texts_of_the_import() -> None:
    """Also of numbers that differ only after many digits, as times do."""
    rows = [
        f"{1_700_000_000 + i * 7 % 100}.25,{-0.7408 + 0.0463 * i:.4f},{1e9 + i}" for i in range(99)
    ]
    own = imported("time,size,dose\n" + "\n".join(rows), columns.Columns(0, 1, 2, True))
    data = csv_text.written(arrays.places(own), arrays.values(own), own.classes, own.columns)
    wanted = [[float(cell) for cell in row.split(",")] for row in rows]
    lines = data.decode().split("\r\n")[1:-1]
    assert [[float(cell) for cell in line.split(",")] for line in lines] == wanted


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", 'a"b', "a,b"])
def test_texts_are_quoted_and_nothing_is_put_before_them(name: str) -> None:
    places = np.array([[0.5, 0.5]], np.float32)
    data = csv_text.written(places, np.array([0]), (name, "B"), (X, Y, LABEL)).decode()
    assert data.split("\r\n")[1] == '0.5,0.5,"' + name.replace('"', '""') + '"'


def test_scaled_points_stay_in_a_document_to_the_last_bit() -> None:
    spec = edits.set_own_points(default(), imported("h,w,t\n150,-3,A\n170,50,B\n190,80,C\n"))
    assert from_tree(type(spec), to_tree(spec)) == (spec, ())


def test_the_preview_reads_no_further_than_it_shows() -> None:
    found = table.read(PLAIN * 5 + "broken\n", Dialect(), most=12)
    assert len(found.rows) == 12
