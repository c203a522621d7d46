"""The command line: training and experiments without a window, and without Qt."""

import os
import sys
from collections.abc import Sequence

from playground.cli.errors import CommandError
from playground.cli.parser import parser


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code: 0 done, 1 failed, 2 wrong use, 130 interrupted.

    Raises:
        ImportError, MissingError: a package or a system library is not there.
    """
    try:
        arguments = parser().parse_args(argv)
        if arguments.command == "train":
            from playground.cli.train import train

            train(arguments)
        elif arguments.command == "export":
            from playground.cli.weights import export

            export(arguments)
        elif arguments.command == "check":
            from playground.cli.weights import check

            check(arguments)
        else:
            from playground.cli.experiment import experiment

            experiment(arguments)
        sys.stdout.flush()
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output, `head` say, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
