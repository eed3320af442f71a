"""opendkim-testmsg, the verifier of Debian's mail servers. It takes keys from DNS alone, so it runs in a network of its own (Linux namespaces,
which need no rights where the system allows them), whose only name server is one of ours."""

import fcntl
import json
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from .nameserver import Nameserver, quoted

PROGRAM = "/usr/sbin/opendkim-testmsg"

# Linux: ioctl numbers and the flag of an interface that is up.
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
# The exit code that says that there is no such network.
_NO_NETWORK = 75


class NoNetworkOfItsOwn(Exception):
    """The system lets nobody make one, as in some containers."""


def verdicts(mails: list[Path], name: str, record: str) -> dict[str, str]:
    """What it says about each mail where DNS has this record: nothing if the signature holds."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "--net", sys.executable, "-m", "support.opendkim", name, record, *map(str, mails)]
    try:
        done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=300)
    except FileNotFoundError as error:
        raise NoNetworkOfItsOwn(str(error)) from error
    if done.stdout:
        return json.loads(done.stdout)
    if done.returncode == _NO_NETWORK or done.stderr.startswith("unshare: "):
        raise NoNetworkOfItsOwn(" ".join(done.stderr.split()))
    raise AssertionError(f"opendkim-testmsg could not be run: {done.stderr}")


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        (flags,) = struct.unpack_from("16xH", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request))
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))


def _only_nameserver() -> Nameserver:
    """A name server where all programs look for one."""
    _loopback_up()
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("nameserver 127.0.0.1\n")
        file.flush()
        # The file is in its place for as long as anybody is in this namespace, also once its name is gone.
        subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True, capture_output=True, text=True)
    return Nameserver(53)


def _verdict(mail: str) -> str:
    with Path(mail).open("rb") as message:
        done = subprocess.run([PROGRAM], stdin=message, capture_output=True, text=True, timeout=60)
    said = (done.stdout + done.stderr).strip()
    return said or (f"exit code {done.returncode}" if done.returncode else "")


def _main(name: str, record: str, *mails: str) -> None:
    try:
        nameserver = _only_nameserver()
    except subprocess.CalledProcessError as error:
        sys.exit(_complain(error.stderr))
    except OSError as error:
        sys.exit(_complain(str(error)))
    nameserver.zone[(name, "TXT")] = [quoted(record)]
    print(json.dumps({Path(mail).name: _verdict(mail) for mail in mails}))


def _complain(why: str) -> int:
    print(why.strip(), file=sys.stderr)
    return _NO_NETWORK


if __name__ == "__main__":
    _main(*sys.argv[1:])
