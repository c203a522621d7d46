"""How a command ends when it cannot do its work."""


class CommandError(Exception):
    """One sentence for the person at the terminal, and the exit code: the work failed."""

    exit_code = 1


class UsageError(CommandError):
    """Wrong use or a missing thing: nothing was started."""

    exit_code = 2
