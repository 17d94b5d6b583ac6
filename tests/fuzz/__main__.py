"""python3 dev.py fuzz [READER…] [--inputs N] [--seed S] [--made-only]: mutants through the real workers."""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
from pathlib import Path

from recordkeeper.app import workers
from recordkeeper.formats.registry import Registry
from tests.fuzz.running import Account, fuzz
from tests.fuzz.seeds import ROOT, readers

INPUTS = 20_000


def main(arguments: list[str]) -> int:
    """Fuzz some readers or all; 1 when a promise was broken. Inputs that did it are in build/fuzz."""
    registry = Registry(ROOT / "resources")
    known = readers(registry)
    options = argparse.ArgumentParser(prog="dev.py fuzz")
    options.add_argument("reader", nargs="*", help=f"of {', '.join(known)}; all when none is named")
    options.add_argument("--inputs", type=int, default=INPUTS, help="of each reader")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--made-only", action="store_true", help="leave out the real files beside the project")
    chosen = options.parse_args(arguments)
    if unknown := set(chosen.reader) - set(known):
        options.error(f"no such reader: {', '.join(sorted(unknown))}")
    keep = ROOT / "build" / "fuzz"
    shutil.rmtree(keep, ignore_errors=True)
    pool, accounts = workers(may_write=False), []
    print(Account.head(), flush=True)
    try:
        for reader in chosen.reader or known:
            with tempfile.TemporaryDirectory() as folder:
                account = fuzz(
                    reader,
                    registry,
                    pool,
                    Path(folder),
                    inputs=chosen.inputs,
                    seed=chosen.seed,
                    real=not chosen.made_only,
                    keep=keep,
                )
            accounts.append(account)
            print(account.row(), flush=True)
    finally:
        pool.close()
    for account in accounts:
        for problem in account.bad[:50]:
            print(f"{account.reader}: {problem}")
    print(f"main process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    return int(any(account.bad for account in accounts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
