"""The child process that reads what people send: what it may not do, and what we hear when it tries."""

from __future__ import annotations

import io
import os
import resource
import socket
import tempfile
import time
from pathlib import Path

import pytest

from byalag.core import sandbox

HERE = "tests.core.children"
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def _children_can_be_imported(monkeypatch):
    monkeypatch.setattr(sandbox, "_SOURCE", f"{sandbox._SOURCE}{os.pathsep}{Path(__file__).parents[2]}")


def run(name: str, data: bytes = b"", options=None, **limits):
    return sandbox.run(f"{HERE}:{name}", data, options, **limits)


def is_alive(pid: int) -> bool:
    """Living, and not only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_bytes_and_options_go_in_and_bytes_come_out():
    assert run("upper", "båt\n".encode("latin-1"), {"times": 2}) == b"B\xe5T\nB\xe5T\n"


def test_a_file_goes_in_from_its_start():
    with tempfile.SpooledTemporaryFile(max_size=10) as file:
        file.write(b"one two three four")

        assert run("upper", file) == b"ONE TWO THREE FOUR"


def test_it_starts_without_django_and_fast():
    started = time.perf_counter()
    loaded = run("modules").decode().split("\n")

    assert not [name for name in loaded if name.partition(".")[0] == "django"]
    assert time.perf_counter() - started < 5


def test_it_sees_no_environment_and_leaves_nothing(monkeypatch):
    monkeypatch.setenv("BYALAG_SECRET_KEY", "hush")

    folder, *environment = run("surroundings").decode().split("\n")

    assert {line.partition("=")[0] for line in environment} <= {
        "HOME", "LANG", "LC_CTYPE", "PATH", "PYTHONPATH", "TMPDIR",
    }  # fmt: skip
    assert not Path(folder).exists()


@pytest.mark.parametrize("name", ["loop", "sleep"])
def test_what_takes_too_long_is_ended(name):
    started = time.monotonic()
    with pytest.raises(sandbox.TooSlow):
        run(name, seconds=1)
    assert time.monotonic() - started < 6


def test_what_wants_too_much_memory_does_not_get_it():
    with pytest.raises(sandbox.TooMuchMemory):
        run("hoard", memory_mb=256)


def test_too_long_an_answer_is_not_taken():
    with pytest.raises(sandbox.TooLarge):
        run("long_answer", output_mb=2)
    assert len(run("long_answer", output_mb=4)) == 3 * MB


def test_a_child_that_writes_for_ever_does_not_fill_the_parent():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(sandbox.TooLarge):
        run("flood", output_mb=5, seconds=20)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


def test_prints_of_libraries_are_no_part_of_the_answer():
    assert run("chatter") == b"the answer"


def test_it_cannot_fill_the_disk():
    with pytest.raises(sandbox.Failed) as fault:
        run("fill_the_disk", output_mb=8)
    assert fault.value.kind == "OSError"


def test_an_exception_comes_back_as_text():
    with pytest.raises(sandbox.Failed) as fault:
        run("stumble")
    assert (fault.value.kind, fault.value.text) == ("ValueError", "a stone, å")


def test_a_refusal_comes_back_with_its_code():
    with pytest.raises(sandbox.Declined) as fault:
        run("decline")
    assert (fault.value.code, fault.value.detail) == ("not_this", "line 3")


def test_a_child_that_goes_without_a_word_has_failed():
    with pytest.raises(sandbox.Failed) as fault:
        run("leave")
    assert (fault.value.kind, fault.value.text) == ("exit", "7")


def test_what_a_child_writes_is_never_unpickled():
    assert run("pickled").startswith(b"cos\nsystem")
    assert not Path("/tmp/byalag-was-here").exists()
    assert "pickle" not in Path(sandbox.__file__).read_text().replace("unpickled", "")


def test_what_the_child_started_ends_with_it():
    pid = int(run("offspring"))
    for _ in range(50):
        if not is_alive(pid):
            break
        time.sleep(0.05)
    assert not is_alive(pid)


def test_it_reaches_no_network_where_the_kernel_lets_us_cut_it():
    if not Path("/proc/self/ns/net").exists():
        pytest.skip("this system has no network namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.settimeout(5)
        answer = run("reach_out", options={"port": port})
    if answer == b"reached":
        pytest.skip("this kernel does not let an ordinary user leave the network")
    assert answer == b"cut off"


def test_an_input_of_many_megabytes_does_not_come_into_the_parent(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(80 * MB)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with path.open("rb") as file:
        assert run("length", file) == str(80 * MB).encode()

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_an_object_in_memory_is_no_file():
    with pytest.raises(io.UnsupportedOperation):
        run("upper", io.BytesIO(b"x"))
