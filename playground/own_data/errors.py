"""The one error of data from outside."""


class DataError(ValueError):
    """Data that cannot be read. `str(error)` is one plain sentence: where, what, and what to do."""
