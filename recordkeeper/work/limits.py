"""What a worker process may use: address space, file writing, core dumps.

Linux: resource limits, tested. Windows: a Job Object set by the parent. macOS: resource limits, of which
RLIMIT_AS is not dependable. Windows and macOS are written from their documentation and not tested.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` in bytes of address space; `may_write` lets the process write files (paper makes some).

    `worn_out` is how many resident bytes make a fresh process cheaper than a fat one, and `nice` how far the
    process stands back for others (0 to 19, as the system counts).
    """

    memory: int = 2048 * MEGABYTE
    may_write: bool = False
    worn_out: int = 500 * MEGABYTE
    nice: int = 5


# Reading pictures: its runtime reserves much more than it uses, and nobody waits for it.
OCR_LIMITS = Limits(memory=8192 * MEGABYTE, worn_out=2560 * MEGABYTE, nice=10)


def limit_this_process(limits: Limits) -> None:
    """Called by the worker before it touches foreign bytes."""
    if os.name == "nt":
        return  # the parent has put this process into a job
    import resource

    os.nice(limits.nice)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not limits.may_write:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_child(child: subprocess.Popen[bytes], limits: Limits) -> object | None:
    """Windows: put `child` into a job with a memory limit that ends with us. Returns the job's handle to keep."""
    return _job_for(child, limits) if os.name == "nt" else None


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION of the Windows SDK's winnt.h."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


_JOB_OBJECT_EXTENDED_LIMIT_INFORMATION = 9
_LIMIT_ACTIVE_PROCESS = 0x8
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_KILL_ON_JOB_CLOSE = 0x2000


def _job_for(child: subprocess.Popen[bytes], limits: Limits) -> object:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    wanted = _ExtendedLimits()
    wanted.BasicLimitInformation.LimitFlags = (
        _LIMIT_ACTIVE_PROCESS | _LIMIT_PROCESS_MEMORY | _LIMIT_KILL_ON_JOB_CLOSE
    )
    wanted.BasicLimitInformation.ActiveProcessLimit = 1
    wanted.ProcessMemoryLimit = limits.memory
    set_ok = kernel.SetInformationJobObject(
        job, _JOB_OBJECT_EXTENDED_LIMIT_INFORMATION, ctypes.byref(wanted), ctypes.sizeof(wanted)
    )
    handle = ctypes.c_void_p(int(child._handle))  # type: ignore[attr-defined,unused-ignore] # noqa: SLF001
    if not set_ok or not kernel.AssignProcessToJobObject(job, handle):
        raise OSError("the reader process could not be limited")
    return job
