"""Commands: which processes they make and how they end."""

from __future__ import annotations

import pytest
from hostsim.machine.workload import on_disk, workload


@pytest.mark.parametrize(
    ("command", "images", "seconds", "exit_code"),
    [
        ([], ("cmd.exe",), None, 0),
        (["ping", "-t", "localhost"], ("ping.exe",), None, 0),
        (["ping -t localhost"], ("ping.exe",), None, 0),
        (["ping", "-n", "10", "localhost"], ("ping.exe",), 9.0, 0),
        (["PING.EXE", "localhost"], ("PING.EXE",), 3.0, 0),
        (["ping", "localhost", "-n"], ("ping.exe",), 3.0, 0),
        (["cmd"], ("cmd.exe",), None, 0),
        (["cmd", "/S", "/C", "ping -t localhost"], ("cmd.exe", "ping.exe"), None, 0),
        (["cmd", "/c", "ping", "-t", "localhost"], ("cmd.exe", "ping.exe"), None, 0),
        (["cmd /c exit 7"], ("cmd.exe",), 0.3, 7),
        (["cmd", "/c", "exit"], ("cmd.exe",), 0.3, 0),
        (["cmd", "/c", "exit -1"], ("cmd.exe",), 0.3, -1),
        (["cmd", "/c", "echo hello"], ("cmd.exe",), 0.3, 0),
        (["cmd", "/c"], ("cmd.exe",), 0.3, 0),
        (["cmd", "/c", "for /l %i in () do @echo off"], ("cmd.exe",), None, 0),
        (["cmd", "/c", "whoami"], ("cmd.exe", "whoami.exe"), 0.3, 0),
        (["powershell", "-Command", "Start-Sleep 9999"], ("powershell.exe",), None, 0),
        (["C:\\app\\web.exe", "--port", "80"], ("web.exe",), None, 0),
        (['"C:\\Program Files\\app\\web server.exe" --port 80'], ("web server.exe",), None, 0),
        (["c:/app/web"], ("web.exe",), None, 0),
    ],
)
def test_commands(command, images, seconds, exit_code):
    found = workload(command)
    assert (found.images, found.seconds, found.exit_code) == (images, seconds, exit_code)


@pytest.mark.parametrize(
    ("image", "name", "path"),
    [
        ("ping.exe", "PING.EXE", "C:\\Windows\\System32\\PING.EXE"),
        ("Ping.exe", "PING.EXE", "C:\\Windows\\System32\\PING.EXE"),
        ("web.exe", "web.exe", "C:\\app\\web.exe"),
    ],
)
def test_names_on_disk(image, name, path):
    assert on_disk(image) == (name, path)
