"""The child's main loop: take a request, read the file, send its sheets; until the pipe closes.

Request: two little-endian lengths (options, data), the options (marshal), the data.
Reply: frames, each a length and a marshalled tuple; the last is ("end",) or ("fail", reason, detail).
"""

import gc
import importlib
import marshal
import os
import struct
import sys

REQUEST = struct.Struct("<IQ")
FRAME = struct.Struct("<Q")
MARSHAL_VERSION = 2  # without references: the parent looks for blank texts in the bytes


def _vm_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _limit_memory(extra: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the parent puts this process in a job object instead
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = _vm_bytes() + extra
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (OSError, ValueError):
        return  # a system that knows the limit but will not take it (macOS)


def _no_core_file() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


READERS = {
    "excel": "excel",
    "biff": "biff",
    "ods": "ods",
    "html": "html_page",
    "xml2003": "xml2003",
    "decrypt": "locked",
}


def _reader(kind: str):  # noqa: ANN202 - a module picked by name, loaded only when needed
    return importlib.import_module(READERS[kind]).read


def serve(source, target) -> None:  # noqa: ANN001 - binary files
    """Answer requests from `source` on `target` until `source` ends."""

    def send(message: tuple) -> None:
        payload = marshal.dumps(message, MARSHAL_VERSION)
        target.write(FRAME.pack(len(payload)))
        target.write(payload)

    while head := source.read(REQUEST.size):
        options_size, data_size = REQUEST.unpack(head)
        options = marshal.loads(source.read(options_size))  # noqa: S302 - sent by our own parent process
        data = source.read(data_size)
        _limit_memory(options["memory"])
        try:
            _reader(options["kind"])(data, options, send)
            send(("end",))
        except MemoryError:
            send(("fail", "memory", ""))
        except Exception as error:
            send(("fail", getattr(error, "reason", "unreadable"), str(error)[:300]))
        del data
        target.flush()
        gc.collect()


def main() -> None:
    """Take the pipes for the protocol alone, so that no library's print can spoil it."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:0] = [here, *sys.argv[1:]]
    _no_core_file()
    gc.disable()  # rows by the hundred thousand, none of them in a cycle
    target = os.fdopen(os.dup(1), "wb", 1 << 18)
    source = os.fdopen(os.dup(0), "rb", 1 << 18)
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    os.dup2(quiet, 1)
    try:
        serve(source, target)
    except (BrokenPipeError, EOFError, struct.error):
        os._exit(1)


if __name__ == "__main__":
    main()
