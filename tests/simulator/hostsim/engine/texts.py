"""What does the engine say, with which HTTP status, in which version?

key -> rows (since engine version, status, text), newest first. Sources: isolation.md 1.3, 1.9, 1.10, 1.11, 1.13,
1.14 and
moby's daemon/ at the tags; a real engine (20.10.24) was asked for those that do not depend on Windows.
"""

from __future__ import annotations

from .errors import ApiError
from .versions import EngineVersion, Number, since

OLDEST: Number = (0,)

TEXTS: dict[str, tuple[tuple[Number, int, str], ...]] = {
    # request
    "page_not_found": ((OLDEST, 404, "page not found"),),
    "not_simulated": ((OLDEST, 501, "{route} is not simulated"),),
    "content_type": (
        ((23, 0), 400, "unsupported Content-Type header ({value}): must be 'application/json'"),
        (OLDEST, 400, "Content-Type specified ({value}) must be 'application/json'"),
    ),
    "experimental": (
        (
            OLDEST,
            501,
            "This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order "
            "to enable it.",
        ),
    ),
    "bad_json": (((23, 0), 400, "invalid JSON: {problem}"), (OLDEST, 500, "{problem}")),
    "json_more": ((OLDEST, 400, "unexpected content after JSON"),),
    "empty_body": (
        ((29, 0), 400, "invalid JSON: EOF"),
        ((23, 0), 400, "invalid JSON: got EOF while reading request body"),
        (OLDEST, 500, "EOF"),
    ),
    "config_empty": ((OLDEST, 400, "config cannot be empty in order to create a container"),),
    "bad_filters": (
        ((25, 0), 400, "invalid filter"),
        ((23, 0), 400, "invalid filter: {problem}"),
        (OLDEST, 500, "{problem}"),
    ),
    "invalid_filter": (((25, 0), 400, "invalid filter '{filter}'"), (OLDEST, 400, "Invalid filter '{filter}'")),
    "filter_container": (((23, 0), 404, "No such container: {name}"), (OLDEST, 500, "no such container {name}")),
    "api_too_new": ((OLDEST, 400, "client version {client} is too new. Maximum supported API version is {limit}"),),
    "api_too_old": (
        (
            OLDEST,
            400,
            "client version {client} is too old. Minimum supported API version is {limit}, "
            "please upgrade your client to a newer version",
        ),
    ),
    # containers
    "no_such_container": ((OLDEST, 404, "No such container: {name}"),),
    "multiple_ids": (
        ((24, 0), 400, "multiple IDs found with provided prefix: {name}"),
        (OLDEST, 400, "Multiple IDs found with provided prefix: {name}"),
    ),
    "name_conflict": (
        (
            OLDEST,
            409,
            'Conflict. The container name "/{name}" is already in use by container "{id}". '
            "You have to remove (or rename) that container to be able to reuse that name.",
        ),
    ),
    "name_invalid": ((OLDEST, 400, "Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"),),
    "rename_conflict": (
        (
            OLDEST,
            409,
            'Error when allocating new name: Conflict. The container name "/{name}" is already in use by container '
            '"{id}". You have to remove (or rename) that container to be able to reuse that name.',
        ),
    ),
    "rename_invalid": (
        (
            OLDEST,
            400,
            "Error when allocating new name: Invalid container name (/{name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] "
            "are allowed",
        ),
    ),
    "no_command": (((25, 0), 400, "no command specified"), (OLDEST, 400, "No command specified")),
    "endpoint_config": ((OLDEST, 400, "invalid config for network {network}: {problem}"),),
    "image_platform": (
        (
            OLDEST,
            404,
            "image with reference {name} was found but its platform ({has}) does not match the specified "
            "platform ({wanted})",
        ),
    ),
    "storage_size": ((OLDEST, 500, "failed to parse storage options: invalid size: '{value}'"),),
    "log_driver": (
        (
            OLDEST,
            400,
            'error looking up logging plugin {name}: plugin "{name}" not found',
        ),
    ),
    "log_option": ((OLDEST, 400, "{problem}"),),
    "log_start": ((OLDEST, 500, "failed to initialize logging driver: {problem}"),),
    "rename_empty": ((OLDEST, 400, "Neither old nor new names may be empty"),),
    "rename_same": ((OLDEST, 400, "Renaming a container with the same name as its current name"),),
    "remove_running": (
        (
            (28, 0),
            409,
            'cannot remove container "{asked}": container is {state}: {procedure} before removing or force remove',
        ),
        (
            (25, 0),
            409,
            'cannot remove container "/{name}": container is {state}: {procedure} before removing or force remove',
        ),
        (
            OLDEST,
            409,
            "You cannot remove a {state} container {id}. {Procedure} before attempting removal or force remove",
        ),
    ),
    "not_running": (((25, 0), 409, "container {id} is not running"), (OLDEST, 409, "Container {id} is not running")),
    "top_not_running": ((OLDEST, 409, "container {id} is not running"),),
    "restarting": ((OLDEST, 409, "Container {id} is restarting, wait until the container is running"),),
    "lost_task": ((OLDEST, 500, "container {id} is in Running state but has no containerd Task set"),),
    "top_arguments": ((OLDEST, 500, "Windows does not support arguments to top"),),
    "start_paused": ((OLDEST, 409, "cannot start a paused container, try unpause instead"),),
    "folder_held": (
        (
            OLDEST,
            500,
            'cannot remove container "{asked}": unable to remove filesystem: unlinkat {path}: The directory is not '
            "empty.",
        ),
    ),
    "start_dead": ((OLDEST, 409, "container is marked for removal and cannot be started"),),
    "logs_dead": ((OLDEST, 409, "can not get logs from container which is dead or marked for removal"),),
    "attach_paused": ((OLDEST, 409, "container {name} is paused, unpause the container before attach"),),
    "attach_restarting": ((OLDEST, 409, "container {name} is restarting, wait until the container is running"),),
    "start_host_config": (
        (
            (24, 0),
            400,
            "starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24",
        ),
        (OLDEST, 400, "Supplying a hostconfig on start is not supported. It should be supplied on create"),
    ),
    "kill_not_running": (
        ((25, 0), 409, "cannot kill container: {name}: container {id} is not running"),
        (OLDEST, 409, "Cannot kill container: {name}: Container {id} is not running"),
    ),
    "signal_unknown": (
        ((25, 0), 400, "cannot kill container: {name}: invalid signal: {signal}"),
        ((23, 0), 400, "invalid signal: {signal}"),
        (OLDEST, 400, "Invalid signal: {signal}"),
    ),
    "signal_unsupported": (
        ((25, 0), 400, "cannot kill container: {name}: the windows daemon does not support signal {signal}"),
        (OLDEST, 400, "the windows daemon does not support signal {signal}"),
    ),
    "stop_signal": ((OLDEST, 500, "cannot stop container: {name}: invalid signal: {signal}"),),
    "bad_number": (((29, 0), 400, "{problem}"), (OLDEST, 500, "{problem}")),
    "default_link": ((OLDEST, 500, "Conflict, cannot remove the default link name of the container"),),
    "checkpoint": ((OLDEST, 400, "checkpoint is only supported in experimental mode"),),
    "pause_process": (
        ((25, 0), 500, "cannot pause container {id}: not implemented for containers using process isolation"),
        (OLDEST, 500, "Cannot pause container {id}: not implemented for containers using process isolation"),
    ),
    "already_paused": (
        ((29, 0), 409, "container {id} is already paused"),
        (OLDEST, 409, "Container {id} is already paused"),
    ),
    "not_paused": ((OLDEST, 500, "Container {id} is not paused"),),
    "archive_hyperv": ((OLDEST, 500, "filesystem operations against a running Hyper-V container are not supported"),),
    "update_resources": ((OLDEST, 400, "Cannot update container {id}: resource updating isn't supported on Windows"),),
    "update_auto_remove": (
        (
            OLDEST,
            409,
            "Cannot update container {id}: Restart policy cannot be updated because AutoRemove is "
            "enabled for the container",
        ),
    ),
    "wait_condition": ((OLDEST, 400, 'invalid condition: "{condition}"'),),
    "logs_driver": ((OLDEST, 501, "configured logging driver does not support reading"),),
    "logs_streams": (
        ((29, 0), 400, "must specify at least one of 'stdout' or 'stderr'"),
        (OLDEST, 400, "Bad parameters: you must choose at least one stream"),
    ),
    "network_hyperv_target": ((OLDEST, 400, "sharing of hyperv containers network is not supported"),),
    "device_hyperv": ((OLDEST, 500, "device assignment is not supported for HyperV containers"),),
    "device_type": ((OLDEST, 500, "device assignment of type '{type}' is not supported"),),
    "device_path": (
        ((23, 0), 500, "invalid device assignment path: '{path}', must be 'class/ID' or 'IDType://ID'"),
        (OLDEST, 500, "invalid device assignment path: '{path}', must be 'class/ID'"),
    ),
    "device_id_type": ((OLDEST, 500, "invalid device assignment path: '{path}', IDType cannot be empty"),),
    "security_no_equals": ((OLDEST, 500, "invalid security option: no equals sign in supplied value {value}"),),
    "security_key": ((OLDEST, 500, "security option not supported: {key}"),),
    "credential_prefix": (
        (
            OLDEST,
            500,
            "invalid credential spec security option - value must be prefixed by 'file://', "
            "'registry://', or 'raw://' followed by a non-empty value",
        ),
    ),
    "credential_absolute": ((OLDEST, 500, "invalid credential spec: file:// path cannot be absolute"),),
    "credential_outside": ((OLDEST, 500, "invalid credential spec: file:// path must be under {base}"),),
    "credential_missing": (
        (
            (23, 0),
            500,
            "failed to load credential spec for container {id}: open {path}: The system cannot find the {kind} "
            "specified.",
        ),
        (OLDEST, 500, "failed to load credential spec for container {id}"),
    ),
    "credential_registry": ((OLDEST, 500, 'registry credential spec "{name}" for container {id} was not found'),),
    # images
    "no_such_image": ((OLDEST, 404, "No such image: {ref}"),),
    "inspect_no_image": (
        ((23, 0), 404, "No such image: {ref}"),
        (OLDEST, 404, "no such image: {name}: No such image: {ref}"),
    ),
    "image_in_use": (
        (
            OLDEST,
            409,
            'conflict: unable to remove repository reference "{name}" (must force) - container {container} '
            "is using its referenced image {image}",
        ),
    ),
    "image_in_use_running": (
        (
            OLDEST,
            409,
            "conflict: unable to delete {image} (cannot be forced) - image is being used by running "
            "container {container}",
        ),
    ),
    "image_in_use_stopped": (
        (
            OLDEST,
            409,
            "conflict: unable to delete {image} (must be forced) - image is being used by stopped container "
            "{container}",
        ),
    ),
    "image_referenced": (
        (
            OLDEST,
            409,
            "conflict: unable to delete {image} (must be forced) - image is referenced in multiple repositories",
        ),
    ),
    "no_matching_manifest": (
        ((27, 0), 404, "no matching manifest for windows({version})/amd64 in the manifest list entries"),
        (OLDEST, 404, "no matching manifest for windows/amd64 {version} in the manifest list entries"),
    ),
    "image_too_new": ((OLDEST, 400, "a Windows version {image}-based image is incompatible with a {version} host"),),
    "no_matching_platform": ((OLDEST, 404, "no matching manifest for {platform} in the manifest list entries"),),
    "wanted_os": ((OLDEST, 400, "operating system is not supported"),),
    "image_os": (
        (
            (28, 0),
            400,
            'image operating system "{os}" cannot be used on this platform: operating system is not supported',
        ),
        (OLDEST, 400, 'image operating system "{os}" cannot be used on this platform'),
    ),
    # networks and volumes
    "no_such_network": ((OLDEST, 404, "network {name} not found"),),
    "network_exists": ((OLDEST, 409, "network with name {name} already exists"),),
    "network_predefined": ((OLDEST, 403, "{name} is a pre-defined network and cannot be removed"),),
    "network_reserved": ((OLDEST, 403, "operation is not permitted on predefined {name} network "),),
    "network_filter_type": ((OLDEST, 500, "invalid filter: 'type'='{value}'"),),
    "filter_flag": (
        (
            OLDEST,
            400,
            'invalid value for filter \'{filter}\', must be "true" (or "1"), or "false" (or "0")',
        ),
    ),
    "filter_publish": (
        ((29, 0), 500, "error while looking up for publish {text}: invalid start port '{text}': invalid syntax"),
        (OLDEST, 500, 'error while looking up for publish {text}: strconv.ParseUint: parsing "{text}": invalid syntax'),
    ),
    "since": (
        (
            (29, 0),
            400,
            'invalid value for {quoted}: invalid timestamp "{text}": invalid seconds "{text}": invalid syntax',
        ),
        (OLDEST, 500, 'strconv.ParseInt: parsing "{text}": invalid syntax'),
    ),
    "several_endpoints": (
        ((25, 0), 400, "Container cannot be created with multiple network endpoints: {networks}"),
        (OLDEST, 400, "Container cannot be connected to network endpoints: {networks}"),
    ),
    "endpoint_settings": ((OLDEST, 400, "invalid endpoint settings:\n{problem}"),),
    "endpoint_exists": ((OLDEST, 403, "endpoint with name {name} already exists in network {network}"),),
    "not_on_network": ((OLDEST, 500, "container {id} is not connected to the network {network}"),),
    "not_on_network_running": ((OLDEST, 500, "container {id} is not connected to network {network}"),),
    "network_shared": (
        (
            OLDEST,
            400,
            "container sharing network namespace with another container or host cannot be "
            "connected to any other network",
        ),
    ),
    "network_none_beside": (
        (
            OLDEST,
            400,
            "container cannot be connected to multiple networks with one of the networks in private (none) mode",
        ),
    ),
    "network_ipam_driver": ((OLDEST, 500, "this request is not supported by the 'windows' ipam driver"),),
    "filter_bool": ((OLDEST, 400, "invalid filter '{filter}': strconv.ParseBool: parsing \"{text}\": invalid syntax"),),
    "network_verbose": (
        (OLDEST, 400, 'invalid value for verbose: {text}: strconv.ParseBool: parsing "{text}": invalid syntax'),
    ),
    "filter_many": ((OLDEST, 400, 'got more than one value for filter key "{filter}"'),),
    "events_bounds": ((OLDEST, 400, "`since` time ({since}) cannot be after `until` time ({until})"),),
    "exec_not_running": (
        ((25, 0), 409, "container {id} is not running"),
        (OLDEST, 409, "Container {id} is not running"),
    ),
    "exec_no_command": ((OLDEST, 400, "No exec command specified"),),
    "no_such_exec": ((OLDEST, 404, "No such exec instance: {id}"),),
    "exec_ran": (
        ((25, 0), 409, "exec command {id} has already run"),
        (OLDEST, 409, "Error: Exec command {id} has already run"),
    ),
    "exec_runs": (
        ((25, 0), 409, "exec command {id} is already running"),
        (OLDEST, 409, "Error: Exec command {id} is already running"),
    ),
    "exec_paused": ((OLDEST, 409, "Container {name} is paused, unpause the container before exec"),),
    "archive_missing": ((OLDEST, 404, "Could not find the file {path} in container {name}"),),
    "archive_no_path": (
        ((29, 0), 400, "bad parameter: path cannot be empty"),
        (OLDEST, 400, "bad parameter: pathcannot be empty"),
    ),
    "changes_running": ((OLDEST, 500, "Windows does not support diff of a running container"),),
    "commit_running": ((OLDEST, 500, "windows does not support commit of a running container"),),
    "export": ((OLDEST, 500, "the daemon on this operating system does not support exporting Windows containers"),),
    "resize": ((OLDEST, 400, 'invalid resize {what} "{text}": invalid syntax'),),
    "not_websocket": ((OLDEST, 400, "not websocket protocol"),),
    "import_nothing": ((OLDEST, 500, 'Get "http:": http: no Host in request URL'),),
    "network_active": (
        ((28, 0), 403, "error while removing network: network {name} has active endpoints ({endpoints})"),
        (OLDEST, 403, "error while removing network: network {name} id {id} has active endpoints"),
    ),
    "network_name_empty": (
        ((25, 0), 400, "invalid name: name is empty"),
        (OLDEST, 400, "network name cannot be empty"),
    ),
    "network_config": ((OLDEST, 400, "invalid network config:\n{problem}"),),
    "network_enables": ((OLDEST, 400, 'driver-opt "{option}" is not a valid bool'),),
    "network_only_config": (
        (
            OLDEST,
            403,
            "configuration network can only contain network specific fields. Network operator fields like "
            "[ ingress | internal | attachable | scope ] are not supported.",
        ),
    ),
    "network_config_of_config": (
        (OLDEST, 403, "a configuration network cannot depend on another configuration network"),
    ),
    "network_config_and_own": (
        (
            (29, 0),
            403,
            "user-specified configurations are not supported if the network depends on a configuration network",
        ),
        (
            OLDEST,
            403,
            "user specified configurations are not supported if the network depends on a configuration network",
        ),
    ),
    "network_config_and_options": (
        (
            OLDEST,
            403,
            "network driver options are not supported if the network depends on a configuration network",
        ),
    ),
    "network_scope_swarm": ((OLDEST, 403, "cannot create a swarm scoped network when swarm is not active"),),
    "network_null": ((OLDEST, 403, 'only one instance of "null" network is allowed'),),
    "network_no_ipv4": ((OLDEST, 400, "IPv4 cannot be disabled on Windows"),),
    "network_ingress": ((OLDEST, 403, "Ingress network can only be global scope network"),),
    "network_vlan": ((OLDEST, 500, 'strconv.ParseUint: parsing "{text}": invalid syntax'),),
    "network_config_from": ((OLDEST, 404, 'configuration network "{name}" does not exist'),),
    "no_swarm": (
        (
            OLDEST,
            503,
            'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to '
            "swarm and try again.",
        ),
    ),
    "network_swarm": (
        (
            OLDEST,
            403,
            'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to '
            "swarm and try again.",
        ),
    ),
    "no_swarm_to_leave": ((OLDEST, 503, "This node is not part of a swarm"),),
    "swarm_listen": ((OLDEST, 400, 'invalid ListenAddr "": invalid empty address'),),
    "no_plugins": ((OLDEST, 500, "plugins are not supported on this platform"),),
    "volume_update": ((OLDEST, 503, "volume update only valid for cluster volumes, but swarm is unavailable"),),
    "volume_none": ((OLDEST, 404, "get: no such volume"),),
    "no_such_plugin": (
        ((23, 0), 404, "could not find plugin {name} in v1 plugin registry: plugin not found"),
        (OLDEST, 404, 'plugin "{name}" not found'),
    ),
    "port_taken": (
        (
            OLDEST,
            500,
            "failed to create endpoint {name} on network {network}: hnsCall failed in Win32: The specified "
            "port already exists. (0x803b0013)",
        ),
    ),
    "no_such_volume": ((OLDEST, 404, "get {name}: no such volume"),),
    "volume_in_use": ((OLDEST, 409, "remove {name}: volume is in use - [{ids}]"),),
    "volume_name": (
        (
            OLDEST,
            400,
            'create {name}: "{name}" includes invalid characters for a local volume name, only '
            '"[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute '
            "path",
        ),
    ),
    "volume_name_short": (
        (OLDEST, 400, "create {name}: volume name is too short, names should be at least two alphanumeric characters"),
    ),
    "volume_reserved": (
        (OLDEST, 500, 'create {name}: volume name "{name}" cannot be a reserved word for Windows filenames'),
    ),
    "volume_too_long": (
        (
            OLDEST,
            500,
            "create {name}: error while creating volume root path '{path}': mkdir {path}: The system cannot find "
            "the path "
            "specified.",
        ),
    ),
    "volume_windows_name": ((OLDEST, 500, "create {name}: invalid volume name"),),
    "volume_options": ((OLDEST, 400, "create {name}: options are not supported on this platform"),),
    "subpath_missing": (
        (
            (29, 0),
            404,
            "cannot access path {path}: GetFileAttributesEx {path}: The system cannot find the file specified.",
        ),
        (OLDEST, 404, "cannot access path {path}: CreateFile {path}: The system cannot find the file specified."),
    ),
    "endpoint_failed": ((OLDEST, 500, "failed to create endpoint {name} on network {network}: {problem}"),),
    "host_gateway": ((OLDEST, 500, "unable to derive the IP value for host-gateway"),),
    "volume_driver": (
        (OLDEST, 404, 'create {name}: error looking up volume plugin {driver}: plugin "{driver}" not found'),
    ),
}


def text_of(key: str, version: EngineVersion, /, **values: object) -> tuple[int, str]:
    """The status and the text of `key` as this engine version gives them."""
    status, text = since(TEXTS[key], version.number)
    return status, text.format(**values)


def refusal(key: str, version: EngineVersion, /, **values: object) -> ApiError:
    """The ApiError of `key` as this engine version gives it."""
    return ApiError(*text_of(key, version, **values))
