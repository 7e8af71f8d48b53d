"""The data folder: private, its own, and a sentence for each way it cannot be."""

import os
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.clusters import is_root

from openkap.project.data_folder import DataFolder, find_data_folder, open_data_folder
from openkap.terms.refusal import BadInput, Refusal


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_private_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        folder = open_data_folder(tmp_path / "a" / "b")
    finally:
        os.umask(old)
    assert mode(folder.path) == 0o700
    assert mode(folder.start_lock) == 0o600


def test_an_empty_folder_is_adopted_and_made_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert mode(open_data_folder(tmp_path).path) == (0o710 if is_root() else 0o700)


def test_a_fresh_disk_with_lost_and_found_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    open_data_folder(tmp_path)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    before = mode(open_data_folder(tmp_path).path)
    assert mode(open_data_folder(tmp_path).path) == before


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    tmp_path.chmod(0o755)
    with pytest.raises(BadInput, match="holds things that are not openkap's"):
        open_data_folder(tmp_path)
    assert mode(tmp_path) == 0o755
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.odt"]


@pytest.mark.parametrize("below", [(), ("x",)], ids=["in its place", "above it"])
def test_a_file_in_the_way(tmp_path: Path, below: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="a file is in its place") as refused:
        open_data_folder((tmp_path / "file").joinpath(*below))
    assert refused.value.field == "OPENKAP_DATA"


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="too long"):
        open_data_folder(tmp_path / ("x" * 300))


@pytest.mark.parametrize(("length", "fits"), [(107, True), (108, False)])
@pytest.mark.skipif(os.uname().sysname != "Linux", reason="the limit differs by system; this is Linux's")
def test_the_socket_path_has_a_limit_in_bytes(length: int, fits: bool) -> None:
    rest = length - len("/é") - 1 - len("/postgres/.s.PGSQL.5432")  # é is two bytes
    folder = DataFolder(Path("/é" + "x" * rest))
    assert len(os.fsencode(folder.postgres / ".s.PGSQL.5432")) == length
    if fits:
        folder.require_room_for_socket()
    else:
        with pytest.raises(BadInput, match="1 bytes over the system's limit of 107"):
            folder.require_room_for_socket()


def as_nobody(act: Callable[[], object]) -> str:
    """Runs `act` as a user without rights in a forked child; its refusal's sentence. Root is not bound by modes."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            act()
            said = "no refusal"
        except Refusal as refusal:
            said = refusal.message
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said_by_child:
        said = said_by_child.read()
    os.waitpid(child, 0)
    return said


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that anybody may enter, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name).resolve()


@pytest.mark.parametrize("make", [False, True], ids=["there", "to be made"])
def test_a_folder_that_cannot_be_written(open_to_all: Path, make: bool) -> None:
    open_to_all.chmod(0o555)
    target = open_to_all / "new" if make else open_to_all
    said = as_nobody(lambda: open_data_folder(target))
    assert said.startswith(f"openkap cannot write to its data folder {target}")
    assert "OPENKAP_DATA" in said


@pytest.mark.skipif(not is_root(), reason="mounting needs root")
def test_a_disk_that_can_only_be_read(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "none", tmp_path], check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let us mount")
    try:
        with pytest.raises(Refusal, match="cannot write to its data folder"):
            open_data_folder(tmp_path)
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENKAP_DATA", str(tmp_path / "here"))
    assert find_data_folder() == tmp_path / "here"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENKAP_DATA", "near")
    assert find_data_folder() == tmp_path / "near"
    monkeypatch.setenv("OPENKAP_DATA", "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/kap/.local/share")
    if os.uname().sysname == "Linux":
        assert find_data_folder() == Path("/home/kap/.local/share/openkap")
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert find_data_folder() == Path("/var/lib/openkap")
