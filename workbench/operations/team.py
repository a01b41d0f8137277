"""Work shared out over processes; what comes back is in the order of what was given.

A process is started as a plain interpreter that is told where to look for modules, and speaks through its standard
input and output: nothing of the calling script is run again, whichever script, screen or notebook that is. It ends
with its input, and in the middle of a task when it sees that its caller was killed.
"""

import os
import pickle
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Self

from workbench.errors import WorkbenchError

MOST = 8
_LOOK = 1.0  # seconds from one look for the caller to the next
_SIZE = struct.Struct("<Q")
# Isolated: neither the folder it is started in nor the environment adds modules. Ctrl-C is the caller's business.
_BEGIN = """
import pickle, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = pickle.load(sys.stdin.buffer)
from workbench.operations.team import serve
serve()
"""


def processes() -> int:
    """How many processes are worth having: one for each processor that this one may use."""
    known = getattr(os, "sched_getaffinity", None)
    return min(MOST, len(known(0)) if known else os.cpu_count() or 1)


def shared_out(made_by: str, setup: object, tasks: Iterable[Any], many: int) -> Iterator[Any]:
    """The results of all tasks, in their order; few of them wait at any time.

    Args:
        made_by: ``module:function``; the function is given ``setup`` once in each process, and returns what is called
            with each task.
        setup: What can be pickled, as must tasks and results.
        tasks: Taken one by one, in the calling thread.
        many: How many processes; with fewer than two all is done in this one.

    Raises:
        WorkbenchError: A process ended or failed.
    """
    if many < 2 or not sys.executable:
        yield from map(_made(made_by, setup), tasks)
        return
    with ThreadPoolExecutor(many) as threads, _Team(made_by, setup, many) as team:
        waiting: deque[Future[Any]] = deque()
        try:
            for task in tasks:
                waiting.append(threads.submit(team.do, task))
                while waiting and (waiting[0].done() or len(waiting) > 2 * many):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


class _Team:
    def __init__(self, made_by: str, setup: object, many: int) -> None:
        self._all = [_start(made_by, setup) for _ in range(many)]
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for each in self._all:
            self._free.put(each)

    def do(self, task: object) -> object:
        """Let one of them do a task; called from as many threads as there are processes."""
        process = self._free.get()
        try:
            _send(_pipe(process.stdin), task)
            done, result = _received(_pipe(process.stdout))
        except (OSError, EOFError, ValueError) as error:
            hint = "Is there enough memory? What was done so far is kept: try again"
            raise WorkbenchError("a process that helped with the work has ended", hint) from error
        finally:
            self._free.put(process)
        if not done:
            raise RuntimeError(result)
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._all:
            if error[0] is not None:
                process.kill()
            for pipe in (process.stdin, process.stdout):
                try:
                    _pipe(pipe).close()
                except OSError:
                    continue
        for process in self._all:
            process.wait()


def _start(made_by: str, setup: object) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-I", "-c", _BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    # An empty entry is the folder the program was started in, which may be a stranger's.
    paths = [os.path.abspath(path) for path in sys.path if path] + [_home()]  # noqa: PTH100 - no links are followed
    pipe = _pipe(process.stdin)
    pickle.dump(paths, pipe)
    _send(pipe, (made_by, setup))
    return process


def _home() -> str:
    package = import_module("workbench").__file__ or ""
    return os.path.dirname(os.path.dirname(os.path.abspath(package)))  # noqa: PTH100, PTH120


def serve() -> None:
    """What a process of the team does: answer every task until there are no more."""
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    made_by, setup = _received(source)
    work = _made(made_by, setup)
    while True:
        try:
            task = _received(source)
        except EOFError:
            return
        try:
            answer = True, work(task)
        except Exception as error:  # noqa: BLE001 - told to the caller, who raises it
            import traceback

            answer = False, "".join(traceback.format_exception(error))
        _send(target, answer)


def _end_with(caller: int) -> None:
    """End this process when its caller has: a long text would be read on for nobody for minutes."""
    while os.getppid() == caller:
        time.sleep(_LOOK)
    os._exit(1)


def _made(made_by: str, setup: object) -> Callable[[Any], Any]:
    module, _, name = made_by.partition(":")
    made: Callable[[Any], Any] = getattr(import_module(module), name)(setup)
    return made


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("no pipe")
    return pipe


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:  # noqa: ANN401 - whatever was sent
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    return pickle.loads(pipe.read(size))  # noqa: S301 - from a process that this one started
