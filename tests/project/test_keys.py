"""The keys of a practice: made once, private, and never silently replaced."""

import multiprocessing
import stat
from pathlib import Path

import pytest

from openkap.project.data_folder import open_data_folder
from openkap.project.keys import load_keys
from openkap.terms.refusal import Refusal


def test_made_once_and_private(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    keys = load_keys(folder)
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o600
    assert len(keys.ledger_key) == 32
    assert len(keys.django_secret_key) >= 50
    assert load_keys(folder) == keys
    assert {entry.name for entry in tmp_path.iterdir()} == {"openkap.lock", "secrets.toml"}


def test_two_folders_have_different_keys(tmp_path: Path) -> None:
    one, two = (load_keys(open_data_folder(tmp_path / name)) for name in ("one", "two"))
    assert one.ledger_key != two.ledger_key
    assert one.django_secret_key != two.django_secret_key


def test_stay_out_of_what_people_see(tmp_path: Path) -> None:
    keys = load_keys(open_data_folder(tmp_path))
    assert keys.django_secret_key not in repr(keys)
    assert keys.ledger_key.hex() not in repr(keys)


def _ledger_key(path: Path) -> str:
    return load_keys(open_data_folder(path)).ledger_key.hex()


def test_processes_that_begin_together_get_the_same_keys(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(_ledger_key, [tmp_path] * 8))) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_readable_by_others_is_said(tmp_path: Path, mode: int) -> None:
    folder = open_data_folder(tmp_path)
    load_keys(folder)
    folder.secrets.chmod(mode)
    with pytest.raises(Refusal, match=r"can be read by others on this machine. Run: chmod 600"):
        load_keys(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        'django_secret_key = "short"\nledger_key = "00"\n',
        f'django_secret_key = "{"x" * 60}"\n',
        f'django_secret_key = "{"x" * 60}"\nledger_key = "zz"\n',
        f'django_secret_key = "{"x" * 60}"\nledger_key = 7\n',
        f'django_secret_key = "{"x" * 60}"\nledger_key = "{"0" * 62}"\n',
    ],
)
def test_a_damaged_file_is_never_replaced(tmp_path: Path, text: str) -> None:
    folder = open_data_folder(tmp_path)
    load_keys(folder)
    folder.secrets.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="from a backup"):
        load_keys(folder)
    assert folder.secrets.read_text(encoding="utf-8") == text


def test_a_database_without_its_keys_gets_no_new_ones(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    folder.postgres.mkdir()
    with pytest.raises(Refusal, match=r"its keys, secrets.toml, are gone"):
        load_keys(folder)
    assert not folder.secrets.exists()
