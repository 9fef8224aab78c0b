"""Starts that fail: texts by engine version, and what the container keeps of it."""

from __future__ import annotations

import pytest

CREATE_FORMS = [
    ("18.9.9", "CreateComputeSystem {id}: "),
    ("20.10.24", "hcsshim::CreateComputeSystem {id}: "),
    ("24.0.7", "hcs::CreateComputeSystem {id}: "),
    ("28.5.2", "hcs::CreateComputeSystem {id}: "),
]


@pytest.mark.parametrize(("version", "form"), CREATE_FORMS)
def test_other_build_under_process_isolation(make, version, form):
    box = make(version=version).up()
    identifier = box.create(tag="ltsc2019", HostConfig={"Isolation": "process"})
    text = form.format(id=identifier) + "The container operating system does not match the host operating system."
    assert box.ask("POST", "/containers/web/start") == (500, text)
    state = box.state()
    assert (state["Status"], state["ExitCode"], state["Error"], state["Pid"]) == ("created", 128, text, 0)


def test_the_oldest_form_shows_the_code(make):
    box = make({"release": "2016"}, version="17.6.2", images=["mcr.microsoft.com/windows/nanoserver:ltsc2019"]).up()
    identifier = box.create(tag="ltsc2019", HostConfig={"Isolation": "process"})
    text = box.ask("POST", "/containers/web/start")[1]
    assert text.startswith(
        f"container {identifier} encountered an error during CreateContainer: failure in a Windows system call"
    )
    assert "(0xc0370101)" in text


@pytest.mark.parametrize(
    ("version", "operation"),
    [("19.3.5", "hcsshim::System::CreateProcess"), ("20.10.24", "hcsshim::System::CreateProcess"),
     ("28.5.2", 'hcs::System::CreateProcess: app "a b"')],
)  # fmt: skip
def test_a_process_that_cannot_be_made(make, version, operation):
    """Engines up to 19.03 tell the whole process (docker/for-win#4320)."""
    box = make(version=version).up()
    box.engine.fault("fail_process", times=1)
    identifier = box.create(Cmd=["app", "a b"], Env=["KEY=<v>"])
    status, text = box.ask("POST", "/containers/web/start")
    told, _extra, process = text.partition(" extra info: ")
    assert (status, told) == (
        400,
        f"container {identifier} encountered an error during {operation}: failure in a Windows system call: The system "
        "cannot find the file specified. (0x2)",
    )
    wanted = (
        r'{"CommandLine":"app \"a b\"","User":"ContainerUser","WorkingDirectory":"C:\\",'
        r'"Environment":{"KEY":"\u003cv\u003e"},"CreateStdOutPipe":true,'
    )
    assert process.startswith(wanted) if version < "20" else process == ""
    assert box.state()["ExitCode"] == 127
    assert box.ask("POST", "/containers/web/start") == (204, "")


def test_older_image_runs_under_hyperv(box):
    box.create(tag="ltsc2019", start=True, HostConfig={"Isolation": "hyperv"})
    assert box.state()["Running"]


def test_no_hypervisor(make):
    box = make({"features": ["Containers"]}).up()
    identifier = box.create(HostConfig={"Isolation": "hyperv"})
    status, text = box.ask("POST", "/containers/web/start")
    assert status == 500
    assert text.startswith(
        f"hcs::CreateComputeSystem {identifier}: No hypervisor is present on this system.\n[Event Detail:"
    )
    assert text.endswith("EventID: 12001]")


@pytest.mark.parametrize(
    ("path", "isolation", "version", "text"),
    [
        ("class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", "hyperv", "28.5.2",
         "device assignment is not supported for HyperV containers"),
        ("x", "process", "28.5.2", "invalid device assignment path: 'x', must be 'class/ID' or 'IDType://ID'"),
        ("gpu://1", "process", "20.10.24", "invalid device assignment path: 'gpu://1', must be 'class/ID'"),
        ("gpu://1", "process", "28.5.2", "device assignment of type 'gpu' is not supported"),
        ("://1", "process", "28.5.2", "invalid device assignment path: '://1', IDType cannot be empty"),
    ],
)  # fmt: skip
def test_devices(make, path, isolation, version, text):
    box = make(version=version).up()
    box.create(HostConfig={"Isolation": isolation, "Devices": [{"PathOnHost": path}]})
    assert box.ask("POST", "/containers/web/start") == (500, text)


def test_a_device_class_is_fine_under_process_isolation(box):
    box.create(start=True, HostConfig={"Devices": [{"PathOnHost": "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599"}]})
    assert box.state()["Running"]


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("credentialspec", "invalid security option: no equals sign in supplied value credentialspec"),
        ("seccomp=x", "security option not supported: seccomp"),
        ("credentialspec=x",
        "invalid credential spec security option - value must be prefixed by 'file://', 'registry://', "
                             "or 'raw://' followed by a non-empty value"),
        ("credentialspec=file://C:\\x.json", "invalid credential spec: file:// path cannot be absolute"),
        ("credentialspec=file://..\\x.json",
         "invalid credential spec: file:// path must be under C:\\ProgramData\\docker\\CredentialSpecs"),
        ("credentialspec=file://x.json",
         "failed to load credential spec for container {id}: open "
         "C:\\ProgramData\\docker\\CredentialSpecs\\x.json: The system cannot find the file specified."),
        ("credentialspec=registry://x", 'registry credential spec "x" for container {id} was not found'),
    ],
)  # fmt: skip
def test_credential_specs(box, option, text):
    identifier = box.create(HostConfig={"SecurityOpt": [option]})
    assert box.ask("POST", "/containers/web/start") == (500, text.format(id=identifier))


def test_a_credential_spec_that_is_there(box):
    box.machine.add_path("C:\\ProgramData\\docker\\CredentialSpecs\\x.json", directory=False)
    box.create(start=True, HostConfig={"SecurityOpt": ["CredentialSpec=file://x.json"]})
    assert box.state()["Running"]
