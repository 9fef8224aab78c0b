"""The life of a container, over the API in process."""

from __future__ import annotations

import json
import time

import pytest
from hostsim.engine.errors import ConnectionDropped

from .box import until

NANO = "mcr.microsoft.com/windows/nanoserver"


def test_default_isolation_is_resolved_at_create_and_kept(make):
    box = make().up()
    box.create("before", HostConfig={"Isolation": "default"})
    box.machine.stop_service("docker")
    box.engine.exec_opts = ["isolation=hyperv"]
    box.up()
    box.create("after")
    assert box.get("/info")["Isolation"] == "hyperv"
    assert box.get("/containers/before/json")["HostConfig"]["Isolation"] == "process"
    assert box.get("/containers/after/json")["HostConfig"]["Isolation"] == "hyperv"


@pytest.mark.parametrize(("isolation", "names"), [("process", {"ping.exe"}), ("hyperv", set())])
def test_process_isolation_is_seen_on_the_host_and_hyperv_is_not(box, isolation, names):
    identifier = box.create(start=True, HostConfig={"Isolation": isolation})
    body = box.get("/containers/web/top")
    assert body["Titles"] == ["Name", "PID", "CPU", "Private Working Set"]
    row = next(row for row in body["Processes"] if row[0] == "ping.exe")
    assert row[1] == str(box.state()["Pid"])
    assert row[2].startswith("00:00:00.") and row[3] == "856.1kB"
    host = {
        p["Name"].lower() for p in box.machine.processes() if str(p["ProcessId"]) in {r[1] for r in body["Processes"]}
    }
    assert {"ping.exe"} & host == names
    assert [p["Id"] for p in box.machine.compute_processes()] == [identifier]
    assert any(p["Name"] == "vmwp.exe" for p in box.machine.processes()) == (isolation == "hyperv")


def test_top_refuses_arguments_and_what_does_not_run(box):
    box.create()
    with pytest.raises(ConnectionDropped):  # the versions from 23.0 on, until 29
        box.ask("GET", "/containers/web/top")
    assert box.ask("POST", "/containers/web/start")[0] == 204
    assert box.ask("GET", "/containers/web/top?ps_args=aux") == (500, "Windows does not support arguments to top")


def test_start_stop_restart_kill_remove(box):
    identifier = box.create()
    assert box.state()["Status"] == "created"
    assert [box.ask("POST", "/containers/web/start")[0] for _ in range(2)] == [204, 304]
    assert box.state()["Status"] == "running"
    assert box.ask("POST", "/containers/web/restart")[0] == 204
    assert box.ask("DELETE", "/containers/web")[0] == 409
    assert [box.ask("POST", "/containers/web/stop")[0] for _ in range(2)] == [204, 304]
    state = box.state()
    assert (state["Status"], state["Pid"], state["ExitCode"]) == ("exited", 0, 0xC000013A)
    assert box.ask("POST", "/containers/web/kill") == (
        409, f"cannot kill container: web: container {identifier} is not running",
    )  # fmt: skip
    assert box.ask("POST", "/containers/web/start")[0] == 204
    assert box.ask("POST", "/containers/web/kill?signal=SIGUSR1") == (
        400,
        "cannot kill container: web: the windows daemon does not support signal 10",
    )
    assert box.ask("POST", "/containers/web/kill?signal=FOO") == (
        400,
        "cannot kill container: web: invalid signal: FOO",
    )
    assert box.ask("POST", "/containers/web/kill")[0] == 204
    assert box.ask("DELETE", "/containers/web?force=1")[0] == 204
    assert box.ask("GET", "/containers/web/json") == (404, "No such container: web")
    assert box.machine.compute_processes() == []


@pytest.mark.parametrize(
    ("version", "text"),
    [
        (
            "24.0.7",
            "You cannot remove a running container {id}. Stop the container before attempting removal or force remove",
        ),
        (
            "28.5.2",
            'cannot remove container "web": container is running: stop the container before removing or force remove',
        ),
    ],
)
def test_remove_of_a_running_container_by_version(make, version, text):
    box = make(version=version).up()
    identifier = box.create(start=True)
    assert box.ask("DELETE", "/containers/web") == (409, text.format(id=identifier))


def test_names_conflict_and_rename(box):
    identifier = box.create()
    conflict = (
        f'Conflict. The container name "/web" is already in use by container "{identifier}". '
        "You have to remove (or rename) that container to be able to reuse that name."
    )
    assert box.ask("POST", "/containers/create?name=web", {"Image": f"{NANO}:ltsc2022"}) == (409, conflict)
    box.create("other")
    assert box.ask("POST", "/containers/other/rename?name=web") == (409, f"Error when allocating new name: {conflict}")
    assert box.ask("POST", "/containers/web/rename?name=old")[0] == 204
    assert box.ask("POST", "/containers/other/rename?name=web")[0] == 204
    assert box.get(f"/containers/{identifier[:10]}/json")["Name"] == "/old"
    assert box.ask("POST", "/containers/web/rename") == (400, "Neither old nor new names may be empty")
    assert box.ask("POST", "/containers/create?name=-x", {"Image": f"{NANO}:ltsc2022"})[0] == 400


def test_create_of_a_missing_image(box):
    assert box.ask("POST", "/containers/create", {"Image": "nope"}) == (404, "No such image: nope:latest")
    assert box.ask("POST", "/containers/create", {"Image": "No Pe"})[0] == 400


def test_mounts_are_lowered_when_given_as_binds_and_kept_when_structured(box):
    box.create(
        HostConfig={
            "Binds": ["C:/Data/:C:/In/Here/:RO", "Cache:C:\\Cache", "//./pipe/docker_engine://./pipe/docker_engine"],
            "Mounts": [{"Type": "bind", "Source": "C:\\Data", "Target": "D:\\Deep\\"}],
        }
    )
    inspect = box.get("/containers/web/json")
    shown = {m["Destination"]: (m["Type"], m["Source"], m["RW"]) for m in inspect["Mounts"]}
    assert shown == {
        "c:\\in\\here": ("bind", "c:\\data", False),
        "c:\\cache": ("volume", "C:\\ProgramData\\docker\\volumes\\cache\\_data", True),
        "\\\\.\\pipe\\docker_engine": ("npipe", "\\\\.\\pipe\\docker_engine", True),
        "D:\\Deep": ("bind", "C:\\Data", True),
    }
    assert inspect["HostConfig"]["Binds"][0] == "C:/Data/:C:/In/Here/:RO"
    assert box.get("/volumes/cache")["Driver"] == "local"
    assert box.ask("DELETE", "/volumes/cache")[0] == 409


BAD_MOUNTS = [
    ({"Type": "bind", "Source": "C:\\Data"}, 'invalid mount config for type "bind": field Target must not be empty'),
    ({"Type": "bind", "Target": "C:\\x"}, 'invalid mount config for type "bind": field Source must not be empty'),
    ({"Type": "bind", "Source": "C:\\Data", "Target": "C:\\"},
     "invalid mount config for type \"bind\": destination path (c:\\) cannot be 'c:' or 'c:\\'"),
    ({"Type": "bind", "Source": "C:\\Data", "Target": "x"},
    "invalid mount config for type \"bind\": invalid mount path: 'x'"),
    ({"Type": "bind", "Source": "Data", "Target": "C:\\x"},
     "invalid mount config for type \"bind\": invalid mount path: 'Data' mount path must be absolute"),
    ({"Type": "bind", "Source": "C:\\No", "Target": "C:\\x"},
     'invalid mount config for type "bind": bind source path does not exist: C:\\No'),
    ({"Type": "bind", "Source": "C:\\Data\\file", "Target": "C:\\x"},
     'invalid mount config for type "bind": source path must be a directory'),
    ({"Type": "bind", "Source": "C:\\Data", "Target": "C:\\x", "BindOptions": {"Propagation": "rshared"}},
     'invalid mount config for type "bind": invalid propagation mode: rshared'),
    ({"Type": "npipe", "Source": "C:\\Data", "Target": "\\\\.\\pipe\\x"},
     "invalid mount config for type \"npipe\": 'C:\\Data' is not a valid pipe path"),
    ({"Type": "npipe", "Source": "\\\\.\\pipe\\x", "Target": "\\\\.\\pipe\\x", "ReadOnly": True},
     'invalid mount config for type "npipe": field ReadOnly must not be specified'),
    ({"Type": "tmpfs", "Target": "C:\\x"}, 'invalid mount config for type "tmpfs": mount type unknown'),
    ({"Type": "volume", "Source": "con", "Target": "C:\\x"},
     'invalid mount config for type "volume": volume name "con" cannot be a reserved word for Windows filenames'),
]  # fmt: skip


@pytest.mark.parametrize(("mount", "text"), BAD_MOUNTS)
def test_mounts_refused(box, mount, text):
    box.machine.add_path("C:\\Data\\file", directory=False)
    body = {"Image": f"{NANO}:ltsc2022", "HostConfig": {"Mounts": [mount]}}
    assert box.ask("POST", "/containers/create", body) == (400, text)


@pytest.mark.parametrize("bind", ["x", "C:\\Data", "C:\\Data:", "C:\\x:ro", "a:b:c", "C:\\Data:C:\\x:zz"])
def test_binds_refused(box, bind):
    body = {"Image": f"{NANO}:ltsc2022", "HostConfig": {"Binds": [bind]}}
    status, text = box.ask("POST", "/containers/create", body)
    if bind == "C:\\Data":  # a target alone: an anonymous volume
        assert status == 201
    else:
        assert (status, text) == (500, f"invalid volume specification: '{bind}'")


def test_list_and_its_filters(box):
    box.create("one", start=True, Labels={"project": "a"}, HostConfig={"Isolation": "hyperv"})
    box.create("two", Labels={"project": "b"})

    def listed(filters="", everything="1"):
        return [row["Names"][0] for row in box.get(f"/containers/json?all={everything}&filters={filters}")]

    assert listed() == ["/two", "/one"]
    assert listed(everything="0") == ["/one"]
    assert listed('{"label":["project=a"]}') == ["/one"]
    assert listed('{"label":{"project":true}}') == ["/two", "/one"]
    assert listed('{"name":["^/tw"]}') == ["/two"]
    assert listed('{"isolation":["hyperv"]}') == ["/one"]
    assert listed('{"status":["created"]}', "0") == ["/two"]
    assert listed(json.dumps({"ancestor": [f"{NANO}:ltsc2022"]})) == ["/two", "/one"]
    assert listed(json.dumps({"ancestor": [f"{NANO}:ltsc2019"]})) == []
    assert listed(json.dumps({"id": [box.get("/containers/one/json")["Id"][:8]]})) == ["/one"]
    assert box.ask("GET", '/containers/json?filters={"zip":["x"]}') == (400, "invalid filter 'zip'")
    assert box.ask("GET", '/containers/json?filters={"status":["x"]}')[0] == 400
    assert box.ask("GET", "/containers/json?filters=zip")[0] == 400


def test_update_takes_the_restart_policy_and_nothing_else(box):
    identifier = box.create()
    assert box.ask("POST", "/containers/web/update", {"Memory": 2**30}) == (
        400, f"Cannot update container {identifier}: resource updating isn't supported on Windows",
    )  # fmt: skip
    assert box.ask("POST", "/containers/web/update", {"RestartPolicy": {"Name": "always"}})[0] == 200
    assert box.get("/containers/web/json")["HostConfig"]["RestartPolicy"] == {"Name": "always", "MaximumRetryCount": 0}


def test_pause_is_for_hyperv_alone(box):
    box.create("pro", start=True, HostConfig={"Isolation": "process"})
    box.create("hyp", start=True, HostConfig={"Isolation": "hyperv"})
    status, text = box.ask("POST", "/containers/pro/pause")
    assert (status, "not implemented for containers using process isolation" in text) == (500, True)
    assert box.ask("POST", "/containers/hyp/pause")[0] == 204
    assert box.state("hyp")["Status"] == "paused"
    assert box.ask("POST", "/containers/hyp/start") == (409, "cannot start a paused container, try unpause instead")
    assert box.ask("POST", "/containers/hyp/unpause")[0] == 204
    assert box.ask("GET", "/containers/hyp/archive?path=x") == (
        500, "filesystem operations against a running Hyper-V container are not supported",
    )  # fmt: skip


def test_exit_codes_and_the_policy_on_failure(box):
    policy = {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 1}}
    box.create(start=True, Cmd=["cmd", "/c", "exit 3"], HostConfig=policy)
    assert until(lambda: not box.state()["Running"] and box.get("/containers/web/json")["RestartCount"] == 1)
    assert (box.state()["ExitCode"], box.state()["Status"]) == (3, "exited")


def test_wait_streams_its_answer_at_the_end(box):
    box.create(start=True, Cmd=["cmd", "/c", "exit 5"])
    assert json.loads(box.client.post("/containers/web/wait").text)["StatusCode"] == 5
    assert box.ask("POST", "/containers/web/wait?condition=zip") == (400, 'invalid condition: "zip"')


def test_auto_remove(box):
    box.create(start=True, Cmd=["cmd", "/c", "exit 0"], HostConfig={"AutoRemove": True})
    assert until(lambda: box.ask("GET", "/containers/web/json")[0] == 404)


@pytest.mark.parametrize(("test", "end"), [(["CMD", "probe"], "healthy"), (["CMD-SHELL", "exit 1"], "unhealthy")])
def test_health(box, test, end):
    box.create(start=True, Healthcheck={"Test": test, "Interval": 10**7, "Retries": 2})
    assert box.state()["Health"]["Status"] in ("starting", end)
    assert until(lambda: box.state()["Health"]["Status"] == end)


def test_health_check_of_the_image(box):
    box.create(tag="healthy", start=True)
    assert box.state()["Health"]["Status"] == "starting"
    assert "Health" not in (box.create("plain", start=True) and box.state("plain"))


def test_ports_and_addresses(box):
    ports = {"ExposedPorts": {"80/tcp": {}}, "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}}
    box.create("one", start=True, **ports)
    settings = box.get("/containers/one/json")["NetworkSettings"]
    assert settings["Ports"] == {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}
    assert settings["IPAddress"] == "" and settings["Networks"]["nat"]["IPAddress"].startswith("172.")
    box.create("two", **ports)
    status, text = box.ask("POST", "/containers/two/start")
    assert (status, "port already exists" in text) == (500, True)
    assert box.state("two")["ExitCode"] == 128
    assert box.ask("POST", "/containers/one/stop")[0] == 204
    assert box.ask("POST", "/containers/two/start")[0] == 204


def test_networks(box):
    assert {(n["Name"], n["Driver"]) for n in box.get("/networks")} == {("nat", "nat"), ("none", "null")}
    box.client.post("/networks/create", json={"Name": "lan", "Driver": "transparent"})
    box.create(start=True, HostConfig={"NetworkMode": "lan"})
    (identifier,) = box.get("/networks/lan")["Containers"]
    assert identifier == box.get("/containers/web/json")["Id"]
    endpoint = box.get("/networks/lan")["Containers"][identifier]["EndpointID"]
    assert box.ask("DELETE", "/networks/lan") == (
        403,
        f'error while removing network: network lan has active endpoints (name:"web" id:"{endpoint[:12]}")',
    )
    assert box.ask("DELETE", "/networks/nat") == (403, "nat is a pre-defined network and cannot be removed")
    box.create("lost", HostConfig={"NetworkMode": "host"})
    assert box.ask("POST", "/containers/lost/start") == (404, "network host not found")


def test_network_of_a_hyperv_container_cannot_be_shared(box):
    box.create("target", start=True, HostConfig={"Isolation": "hyperv"})
    box.create(HostConfig={"NetworkMode": "container:target"})
    assert box.ask("POST", "/containers/web/start") == (400, "sharing of hyperv containers network is not supported")


def test_volumes_are_made_and_anonymous_ones_go(box):
    box.create(
        HostConfig={"Binds": ["C:\\cache"], "Mounts": [{"Type": "volume", "Source": "kept", "Target": "C:\\kept"}]}
    )
    assert len(box.get("/volumes")["Volumes"]) == 2
    assert box.ask("DELETE", "/containers/web?v=1")[0] == 204
    assert [volume["Name"] for volume in box.get("/volumes")["Volumes"]] == ["kept"]
    assert box.ask("DELETE", "/volumes/kept")[0] == 204
    assert box.ask("GET", "/volumes/kept") == (404, "get kept: no such volume")


def test_events_tell_what_happened(box):
    box.create(start=True, Labels={"a": "b"})
    box.ask("DELETE", "/containers/web?force=1")
    text = box.client.get('/events?since=0&until=1&filters={"type":["container"]}').text
    assert text == ""
    lines = box.client.get('/events?since=0&until=%f&filters={"type":["container"]}' % (time.time() + 0.05)).text
    events = [json.loads(line) for line in lines.splitlines()]
    assert [event["Action"] for event in events] == ["create", "start", "kill", "die", "destroy"]
    assert events[0]["Actor"]["Attributes"] == {"a": "b", "image": f"{NANO}:ltsc2022", "name": "web"}


ECHOES = ["cmd", "/c", "echo one & echo two >&2 & echo drei & exit 5"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("stdout=1&stderr=1", b"\1\0\0\0\0\0\0\x06one \r\n\2\0\0\0\0\0\0\5two\r\n\1\0\0\0\0\0\0\7drei \r\n"),
        ("stderr=1", b"\2\0\0\0\0\0\0\5two\r\n"),
        ("stdout=1&stderr=1&tail=1", b"\1\0\0\0\0\0\0\7drei \r\n"),
        ("stderr=1&tail=1", b""),  # counted before the stream is chosen
        ("stdout=1&tail=0", b""),
        ("stderr=1&tail=bogus", b"\2\0\0\0\0\0\0\5two\r\n"),
    ],
)
def test_logs_come_in_frames(box, query, told):
    box.create("web", start=True, Cmd=ECHOES)
    answer = box.client.get(f"/containers/web/logs?{query}")
    assert (answer.status_code, answer.data) == (200, told)


def test_logs_of_a_terminal_have_no_frames_and_those_of_no_driver_cannot_be_read(box):
    box.create("web", start=True, Tty=True, Cmd=ECHOES)
    assert box.client.get("/containers/web/logs?stdout=1&stderr=1").data == b"one \r\ntwo\r\ndrei \r\n"
    box.create("none", start=True, Cmd=ECHOES, HostConfig={"LogConfig": {"Type": "none"}})
    unread = (501, "configured logging driver does not support reading")
    assert box.ask("GET", "/containers/none/logs?stdout=1&tail=20") == unread
    assert box.ask("GET", "/containers/web/logs")[0] == 400
    uncached = {"cache-disabled": "true"}
    for name, log in (("etw", ("etwlogs", {})), ("sends", ("etwlogs", uncached)), ("file", ("json-file", uncached))):
        box.create(name, start=True, Cmd=ECHOES, HostConfig={"LogConfig": {"Type": log[0], "Config": log[1]}})
    assert box.ask("GET", "/containers/sends/logs?stdout=1") == unread
    for name in ("etw", "file"):
        assert box.client.get(f"/containers/{name}/logs?stderr=1").data == b"\2\0\0\0\0\0\0\5two\r\n"
    box.engine.fault("prints", hex="ff00fe0d0a", stream=2)
    box.create("raw", start=True)
    assert box.client.get("/containers/raw/logs?stderr=1").data == b"\2\0\0\0\0\0\0\5\xff\0\xfe\r\n"


def test_a_health_check_keeps_what_it_printed(box):
    check = {"Test": ["CMD-SHELL", "echo no database & exit 1"], "Interval": 10**7, "Retries": 1}
    box.create("web", start=True, Healthcheck=check)
    until(lambda: box.state()["Health"]["Status"] == "unhealthy")
    assert box.state()["Health"]["Log"][-1]["Output"] == "no database \r\n"


def test_a_further_process_prints_and_has_an_exit_code(box):
    box.create("web", start=True)
    made = box.client.post(
        "/containers/web/exec", json={"Cmd": ECHOES, "AttachStdout": True, "AttachStderr": True}
    ).json
    assert box.get(f"/exec/{made['Id']}/json")["ExitCode"] is None
    answer = box.client.post(f"/exec/{made['Id']}/start", json={})
    assert answer.data == b"\1\0\0\0\0\0\0\x06one \r\n\2\0\0\0\0\0\0\5two\r\n\1\0\0\0\0\0\0\7drei \r\n"
    assert box.get(f"/exec/{made['Id']}/json")["ExitCode"] == 5
    status, text = box.ask("POST", f"/exec/{made['Id']}/start", {})  # told in the stream, which is open already
    assert (status, text[8:]) == (200, f"exec command {made['Id']} has already run\r\n")
    assert box.ask("POST", f"/exec/{made['Id']}/start", {"Detach": True})[0] == 409


def test_images_have_several_names_and_a_history(box):
    image = f"{NANO}:ltsc2022"
    box.create("web")
    assert box.ask("POST", f"/images/{image}/tag?repo=mine&tag=1")[0] == 201
    assert sorted(box.get("/images/mine:1/json")["RepoTags"]) == sorted([image, "mine:1"])
    assert len(box.get(f"/images/{image}/history")) == len(box.get(f"/images/{image}/json")["RootFS"]["Layers"])
    assert box.client.post("/images/prune").json == {"ImagesDeleted": None, "SpaceReclaimed": 0}


def test_a_container_joins_and_leaves_networks(box):
    box.client.post("/networks/create", json={"Name": "lan", "IPAM": {"Config": [{"Subnet": "10.9.0.0/24"}]}})
    box.create("web", start=True)
    assert box.ask("POST", "/networks/lan/connect", {"Container": "web"})[0] == 200
    assert set(box.get("/containers/web/json")["NetworkSettings"]["Networks"]) == {"nat", "lan"}
    assert box.client.post("/networks/prune").json == {"NetworksDeleted": None}
    assert box.ask("POST", "/networks/lan/disconnect", {"Container": "web"})[0] == 200
    assert box.client.post("/networks/prune").json == {"NetworksDeleted": ["lan"]}


def test_a_prune_takes_what_its_filters_leave(box):
    box.create("aa", Labels={"keep": "1"})
    box.create("bb")
    filters = '{"label!": ["keep"]}'
    gone = box.client.post("/containers/prune", query_string={"filters": filters}).json["ContainersDeleted"]
    assert len(gone) == 1
    assert box.ask("GET", "/containers/aa/json")[0] == 200
    box.client.post("/volumes/create", json={"Name": "kept"})
    box.client.post("/volumes/create", json={})
    assert len(box.client.post("/volumes/prune").json["VolumesDeleted"]) == 1
    assert box.client.post("/volumes/prune", query_string={"filters": '{"all": ["1"]}'}).json["VolumesDeleted"] == [
        "kept"
    ]
