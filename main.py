"""The front door: `python main.py` opens the playground, `python main.py --help` says the rest.

Written for every Python 3, so that one that is too old gets a sentence instead of a SyntaxError.
"""

import gc
import os
import sys

MINIMUM = (3, 11)


def main(argv):
    """Run the command line or open the window; the exit code (2: something is missing)."""
    if sys.version_info[:2] < MINIMUM:
        wanted, got = [".".join(str(part) for part in v) for v in (MINIMUM, sys.version_info[:2])]
        return refuse("Python " + wanted + " or newer is needed, this is " + got + ".")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # not every terminal knows an eta
    from playground import startup

    try:
        from playground.document import shared_text

        given = bool(argv) and not os.path.isfile(argv[0])
        if given and argv[0].endswith((".nnp", ".json")):
            return refuse("There is no file " + argv[0] + "; look for it with File > Open.")
        if given and not shared_text.is_shared(argv[0]):
            from playground import cli

            code = cli.main(argv)
            gc.freeze()  # else Python sorts through all of torch before it ends, for half a second
            return code
        startup.require_packages(startup.PACKAGES)
        startup.require_display()
        from playground import app
    except startup.MissingError as error:
        return refuse(str(error))
    except ImportError as error:
        missing = startup.explain(error)
        if missing is None:
            raise
        return refuse(str(missing))
    return app.main(argv)


def refuse(sentence):
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
