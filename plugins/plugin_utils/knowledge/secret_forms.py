# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which forms are secret wherever a text, a list of arguments or a mapping holds them?

Tables only. Their one reader is secret_spans.py; a test walks every row with its examples (a text and the secret in
it) and its counter-examples (texts that stay as they are).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Examples = tuple[tuple[str, str], ...]

# The words that make a key secret. `pass`, `pwd` and the short ones count only at the start of a part of the key (not
# `compass`, `bypass`); all of them only at the end of the key or before another part of it (not `tokenizer`,
# `passenger`). Reading starts at the word, so that a long text is gone through once.
_KEY_OF = (
    "api|access|private|account|shared|sharedaccess|signing|encryption|decryption|master|license|licence|storage"
    "|subscription|primary|secondary|function|machine|auth|client|session|ssh|symmetric|secret"
)
_BEGINNING = r"(?<![a-z])"
_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "passcode",
    f"{_BEGINNING}pass",
    r"(?<=db)pass",
    r"(?<=sql)pass",
    r"(?<=user)pass",
    r"(?<=root)pass",
    r"(?<=admin)pass",
    f"{_BEGINNING}pwd",
    r"(?<=db)pwd",
    "secret",
    "token",
    rf"(?:{_KEY_OF})[_\-. ]?key",
    "credential",
    "authorization",
    f"{_BEGINNING}auth(?![_\\-. a-z0-9])",
    r"connection[_\-. ]?string",
    r"conn[_\-. ]?str",
    f"{_BEGINNING}dsn",
    f"{_BEGINNING}jwt",
    f"{_BEGINNING}otp",
    f"{_BEGINNING}pin(?![_\\-. a-z])",
    f"{_BEGINNING}cookie",
    "x-amz-signature",
)
# A key is looked for by these, in lower case; what stands around them is then asked of `secret_key`.
KEY_HINTS = (
    "pass", "pwd", "secret", "token", "key", "credential", "auth", "conn", "dsn", "jwt", "otp", "pin", "cookie",
    "x-amz-s",
)  # fmt: skip
_SECRET_KEY = re.compile(rf"(?:{'|'.join(_WORDS)})s?(?:$|[^a-z])")
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What says by its end that no secret follows: `--password-stdin`, `SharedAccessKeyName`.
_NO_VALUE = re.compile(r"[_\-](?:stdin|prompt|name)$")

SECRET_KEYS = (
    "password", "DB_PASSWORD", "PGPASSWORD", "SQLPass", "userPass", "DBPASS", "apiKey", "APIKey", "app.token",
    "connection-string", "ConnectionStrings", "ConnectionStrings__Default", "client-secret", "Authorization",
    "X-Registry-Auth", "auth", "credentials", "credential_spec", "AccountKey", "SharedAccessKey", "PIN", "DB_PIN",
    "SENTRY_DSN", "accessToken2", "MYSQL_ROOT_PASSWORD", "Pwd", "private key", "--password", "ssh-key",
)  # fmt: skip
PLAIN_KEYS = (
    "name", "image", "passenger", "tokenizer", "keyboard", "compass", "BYPASS", "isolation", "LOG_LEVEL", "author",
    "authority", "pinned", "pinning", "spin", "secretary", "connection", "key", "primary", "monkey", "cookiecutter",
    "AUTH_MODE", "--password-stdin", "publicKey", "SharedAccessKeyName",
)  # fmt: skip


@lru_cache(maxsize=4096)
def secret_key(key: str) -> bool:
    """Whether what stands under `key` is a secret by its name: `DB_PASSWORD`, `apiKey`, `registry.token`."""
    parted = _PARTS.sub("_", key.strip()).lower()
    return bool(_SECRET_KEY.search(parted)) and not _NO_VALUE.search(parted)


@dataclass(frozen=True)
class KeyForm:
    """How a secret follows its key. `before` is what the key must begin with (a pattern); `between` stands between key
    and secret, in lower case."""

    name: str
    before: re.Pattern[str]
    between: re.Pattern[str]
    examples: Examples
    counters: tuple[str, ...]


# An item of a JSON list ends and the next begins, at any depth of JSON within JSON.
_NEXT_ITEM = r"""\\*["'][ \t]{0,8},\s{0,8}(?=\\*["'])"""
_SCHEME = r"(?:(?:basic|bearer|negotiate|ntlm|digest)[ \t]{1,8})?"

KEY_FORMS = (
    KeyForm(
        "assigned: key=value",
        re.compile(""),
        re.compile(rf"""\\*["']?[ \t]{{0,8}}(?:=>|:=|={{1,2}})[ \t]{{0,8}}{_SCHEME}"""),
        (
            ("login failed: password=hunter2 for sa", "hunter2"),
            ('env "DB_PASSWORD=hunter2" is set', "hunter2"),
            ("sc config web password= hunter2", "hunter2"),
            ("--password=hunter2", "hunter2"),
            ("Server=db;User Id=sa;Password=hunter2;Encrypt=true", "hunter2"),
            ("Driver=x;Pwd={hunt;er2};Server=y", "hunt;er2"),
            ("Password='hunt;er2';Server=y", "hunt;er2"),
            ("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9vYmFy+/==;Suffix=x", "Zm9vYmFy+/=="),
            ("Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=hunter2=", "hunter2="),
            ("https://x/y?access_token=hunter2&z=1", "hunter2"),
            ("$env:DB_PASSWORD = 'hunter 2'", "hunter 2"),
        ),
        ("tokenizer=bert", "compass=north", "passengers=3", "the password", "key=value", "a == b"),
    ),
    KeyForm(
        "named: key: value, and JSON at any depth",
        re.compile(""),
        re.compile(rf"""(?:\\*["'][ \t]{{0,8}}:\s{{0,8}}|:(?=[ \t]|\\*["'])[ \t]{{0,8}}){_SCHEME}"""),
        (
            ("app.token: hunter2", "hunter2"),
            ('{"Password":"hunter2","User":"sa"}', "hunter2"),
            ('{"Password" : "hunter2"}', "hunter2"),
            ('{"Password":"hun\\"ter2","User":"sa"}', 'hun\\"ter2'),
            ('{"body":"{\\"Password\\":\\"hunter2\\"}"}', "hunter2"),
            ('{"body":"{\\"Password\\":\\"hun\\\\\\"ter2\\"}"}', 'hun\\\\\\"ter2'),
            ('"{\\"a\\":\\"{\\\\\\"Password\\\\\\":\\\\\\"hunter2\\\\\\"}\\"}"', "hunter2"),
            ('{"pin":4711,"a":1}', "4711"),
            ('{"credentials":{"user":"sa","word":"hunter2"},"a":1}', "hunter2"),
            ('{"tokens":["hunter2","hunter3"],"a":1}', "hunter3"),
            ("{'api_key': 'abc def', 'port': 80}", "abc def"),
            ("Authorization: Bearer hunter2.x", "hunter2.x"),
            ("curl -H 'Authorization: Basic aHVudGVyMg=='", "aHVudGVyMg=="),
            ("X-Registry-Auth: eyJodW50ZXIyIn0=", "eyJodW50ZXIyIn0="),
            ('{"auths":{"reg":{"auth":"aHVudGVyMg=="}}}', "aHVudGVyMg=="),
            ('{"password":"hunt', "hunt"),
        ),
        ("shop/token:1.0", "tokenizer: bert", '{"compass":"north"}', "the token is gone", "the password is wrong."),
    ),
    KeyForm(
        "flag of Windows: /password:value, -Password:value",
        re.compile(r"--?|/"),
        re.compile(r":(?![/\\]{2})"),
        (("wmic /user:bob /password:hunter2 os get", "hunter2"), ("cmdkey /add:x /user:b /pass:hunter2", "hunter2")),
        ("cmdkey /list:x", "https://x/token:1.0/y", "/tokenizer:bert"),
    ),
    KeyForm(
        "flag and value: --password value",
        re.compile("--?"),
        re.compile(rf"(?:[ \t]{{1,8}}(?!--)|{_NEXT_ITEM})"),
        (
            ("app --password hunter2 --debug", "hunter2"),
            ("app --db-password 'hunter 2'", "hunter 2"),
            ("New-It -ApiKey hunter2 -Force", "hunter2"),
            ('["app","--password","hunter2"]', "hunter2"),
            ('"[\\"app\\", \\"--token\\", \\"hunter2\\"]"', "hunter2"),
        ),
        ("app --tokenizer bert", "docker login --password-stdin reg", "a pass to go", "the --password --user b"),
    ),
    KeyForm(
        'pair: "name":"KEY","value":"..."',
        re.compile(""),
        re.compile(r"""\\*["'][ \t]{0,8},\s{0,8}\\*["']value\\*["'][ \t]{0,8}:\s{0,8}"""),
        (('[{"name":"DB_PASSWORD","value":"hunter2"}]', "hunter2"),),
        ('[{"name":"LOG_LEVEL","value":"info"}]',),
    ),
)


@dataclass(frozen=True)
class TextForm:
    """A form that is known by itself. `pattern` is searched in the text, or in the text in lower case (`lowered`); its
    group `value` is the secret, and without one the secret is read from the pattern's end on. A text that has none of
    `hints` (asked in lower case) is not searched."""

    name: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    examples: Examples
    counters: tuple[str, ...]
    lowered: bool = False


TEXT_FORMS = (
    TextForm(
        "user of a URL: scheme://user:password@host",
        ("://",),
        re.compile(r"""://(?P<value>[^\s/"'<>?\#\\]{1,512})@(?=[\w\[*])"""),
        (
            ("pull https://bob:hunter2@registry.example.com/x", "hunter2"),
            ("amqp://bob:hun@ter2@mq:5672/x", "hun@ter2"),
            ("clone https://ghtoken@github.com/x", "ghtoken"),
        ),
        ("https://registry.example.com/x@sha256:0f", "http://host:8080/x", "mailto:bob@example.com"),
    ),
    TextForm(
        "user of a URL, with a slash in the password",
        ("://",),
        re.compile(r"""://(?P<value>[^\s/:@"'<>]{1,128}:(?!\d{1,5}/)[^\s"'<>]{1,128})@(?=[\w\[*])"""),
        (("pull https://bob:hun/ter2@registry.example.com/x", "hun/ter2"),),
        ("https://host:443/pkg@1.0", "https://host/pkg@x"),
    ),
    TextForm(
        "user without a scheme: user:password@host, also in image references",
        ("@",),
        re.compile(
            r""":(?<=[\w.+-]:)(?<!mailto:)(?<!sip:)(?![\\/])(?P<value>[^\s"'<>,/\\]{1,128})"""
            r"""@(?=[\w\[*])(?!sha(?:256|384|512):)"""
        ),
        (("image bob:hunter2@reg.example.com/x:1", "hunter2"), ("bob:hun@ter:2@reg/x", "hun@ter:2")),
        ("nginx:1.25@sha256:0f9e", "mailto:bob@example.com", r"C:\x@y", "bob@example.com"),
    ),
    TextForm(
        "a signature of Azure (SAS): sig=value",
        ("sig=",),
        re.compile(r"""(?<![a-z0-9_])sig=(?P<value>[^&\s"'\\<>]{1,4096})"""),
        (("https://a.blob.core.windows.net/x?sv=1&sig=hunter2%3D&se=2", "hunter2%3D"),),
        ("config=x", "sig is"),
        lowered=True,
    ),
    TextForm(
        "a password switch of Windows tools: /p:value",
        ("/p:", "/pw:", "/rp:"),
        re.compile(r"""(?<![\w/:.\\-])/(?:p|pw|rp):(?![\w.]{1,64}=)"""),
        (("tool /u:bob /p:hunter2 /q", "hunter2"), ('["tool","/p:hunter2"]', "hunter2")),
        ("msbuild /p:Configuration=Release", "C:/p:x", "https://x/p:1"),
        lowered=True,
    ),
    TextForm(
        "a private key (PEM)",
        ("private key",),
        re.compile(
            r"-----begin [a-z0-9 ]{0,40}private key(?: block)?-----(?P<value>(?:[a-z0-9+/=\s\\:,.]|-(?!----))*)"
        ),
        (
            ("x -----BEGIN RSA PRIVATE KEY-----\nMIIEhunter2\n-----END RSA PRIVATE KEY----- y", "MIIEhunter2"),
            ("-----BEGIN PRIVATE KEY-----\\nMIIEhunter2\\n-----END PRIVATE KEY-----", "MIIEhunter2"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz", "b3BlbnNz"),
        ),
        ("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "a private key is needed"),
        lowered=True,
    ),
    TextForm(
        "basic or bearer with its token, without a header's name",
        ("bearer ", "basic "),
        re.compile(
            r"(?<![a-z0-9])(?:basic|bearer) {1,4}(?=[a-z+/._~-]{0,256}[0-9=])(?P<value>[a-z0-9+/=._~-]{8,8192})"
        ),
        (("sent Bearer abcdefg.hunter2", "abcdefg.hunter2"), ("sent Basic aHVudGVyMjo=", "aHVudGVyMjo=")),
        ("basic authentication", "a bearer of news"),
        lowered=True,
    ),
    TextForm(
        "digest with its parts",
        ("digest username=",),
        re.compile(r"digest (?P<value>username=[^\n]{1,4096})"),
        (('Authorization: Digest username="bob", response="hunter2"', 'username="bob", response="hunter2"'),),
        ("the digest of username",),
        lowered=True,
    ),
    TextForm(
        "a JSON web token",
        ("eyj",),
        re.compile(r"(?<![\w-])(?P<value>eyJ[\w-]{5,8192}\.[\w-]{2,16384}(?:\.[\w-]{0,8192}){0,3})"),
        (("got eyJhbGciOi.eyJzdWIi.c2ln here", "eyJhbGciOi.eyJzdWIi.c2ln"),),
        ("eyJ is how JSON begins in base64",),
    ),
    TextForm(
        "a key by its prefix: AWS, Google",
        ("akia", "asia", "abia", "acca", "aiza"),
        re.compile(r"(?<![A-Za-z0-9])(?P<value>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|AIza[\w-]{35})(?![A-Za-z0-9])"),
        (
            ("key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE"),
            ("AIza" + "x" * 35, "AIza" + "x" * 35),
        ),
        ("ASIA is a continent", "AKIAx"),
    ),
    TextForm(
        "a token by its prefix: GitHub, GitLab, Docker, npm, Slack, Vault, Stripe",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "dckr_", "npm_", "xox", "hvs.", "sk_live_"),
        re.compile(
            r"(?<![A-Za-z0-9])(?P<value>(?:gh[pousr]_|github_pat_|glpat-|dckr_(?:pat|oat)_|npm_|xox[abeoprs]-|hvs\."
            r"|sk_live_)[\w-]{16,512})"
        ),
        (
            ("ghp_" + "a1" * 18, "ghp_" + "a1" * 18),
            ("use github_pat_" + "a1" * 30, "github_pat_" + "a1" * 30),
            ("dckr_pat_" + "aB3" * 9, "dckr_pat_" + "aB3" * 9),
            ("glpat-" + "aB3_-" * 4, "glpat-" + "aB3_-" * 4),
        ),
        ("npm_config_cache", "ghp_short", "hvs.exe"),
    ),
    TextForm(
        "a key of Azure: a client's secret, a key of storage or of a service",
        ("8q~", "==", "jqqj99", "+ast", "+acr", "azdo"),
        re.compile(
            r"(?P<value>(?<![\w~.-])[\w~.-]{3}8Q~[\w~.-]{31,37}(?![\w~.-])|(?<![\w+/])[A-Za-z0-9+/]{86}==(?![\w=])"
            r"|(?<![A-Za-z0-9])[A-Za-z0-9]{40,76}(?:JQQJ99|AZDO)[A-Za-z0-9]{2,40}(?![A-Za-z0-9]))"
        ),
        (
            ("secret is abc8Q~" + "d" * 34 + " there", "abc8Q~" + "d" * 34),
            ("key " + "aB3+" * 21 + "aB==", "aB3+" * 21 + "aB=="),
        ),
        ("a == b", "8Q~"),
    ),
)


@dataclass(frozen=True)
class CommandForm:
    """A program whose flags hold a secret without saying so by their name. `programs`: names without `.exe`, in lower
    case (empty: any command). `needs`: one of these arguments must be there as well. `flags`: the secret is the next
    argument or, where `attached`, the rest of the same one; `unless` keeps a next argument that is something else.
    `after`: only what follows this text in the value is secret. `places`: the secrets stand by their place, counted
    after the argument in `needs`, without switches and what `unless` knows."""

    name: str
    programs: tuple[str, ...]
    flags: tuple[str, ...]
    examples: Examples
    counters: tuple[str, ...]
    attached: bool = False
    needs: tuple[str, ...] = ()
    after: str = ""
    unless: re.Pattern[str] | None = None
    places: tuple[int, ...] = ()


COMMAND_FORMS = (
    CommandForm(
        "-p, -pvalue",
        ("mysql", "mysqladmin", "mysqldump", "mysqlimport", "mysqlsh", "mariadb", "mariadb-dump", "sshpass"),
        ("-p",),
        (("mysql -u root -phunter2 shop", "hunter2"), ("sshpass -p hunter2 ssh x", "hunter2")),
        ("mysql -P 3306 shop", "ssh -p 22 x"),
        attached=True,
    ),
    CommandForm(
        "-P, -Pvalue of SQL Server's tools",
        ("sqlcmd", "osql", "isql", "bcp"),
        ("-P",),
        (("sqlcmd -S db -U sa -P hunter2 -Q x", "hunter2"), ("bcp t out f -Usa -Phunter2", "hunter2")),
        ("sqlcmd -p 1 -S db",),
        attached=True,
    ),
    CommandForm(
        "-pvalue of archives",
        ("7z", "7za", "7zr", "rar", "unrar", "winrar"),
        ("-p", "-hp"),
        (("7z x -phunter2 a.7z", "hunter2"), ("rar a -hphunter2 a.rar", "hunter2")),
        ("7z x a.7z", "rar a a.rar"),
        attached=True,
    ),
    CommandForm(
        "-pw of PuTTY",
        ("plink", "pscp", "psftp", "putty", "kitty"),
        ("-pw",),
        (("plink -ssh bob@x -pw hunter2 dir", "hunter2"),),
        ("plink -P 22 x",),
    ),
    CommandForm(
        "-p of a login",
        ("docker", "podman", "nerdctl", "az", "oras", "helm", "crane", "oc"),
        ("-p",),
        (
            ("docker login -u bob -p hunter2 reg", "hunter2"),
            ('{"cmd":"docker login -u bob -p hunter2 reg","x":1}', "hunter2"),
            ("az login --service-principal -p hunter2", "hunter2"),
        ),
        ("docker run -p 8080:80 x", "docker -p 8080 run"),
        needs=("login",),
    ),
    CommandForm(
        "-p of other tools",
        ("mongo", "mongosh", "mongodump", "mongorestore", "psexec", "psexec64", "pslist", "certutil", "influx"),
        ("-p",),
        (("mongosh -p hunter2 db", "hunter2"), ("psexec \\\\x -u bob -p hunter2 cmd", "hunter2")),
        ("mongosh --port 1 db",),
    ),
    CommandForm(
        "/p and /rp of Windows tools",
        ("signtool", "schtasks"),
        ("/p", "/rp"),
        (("signtool sign /f c.pfx /p hunter2 x.exe", "hunter2"), ("schtasks /create /ru bob /rp hunter2", "hunter2")),
        ("signtool sign /f c.pfx x.exe",),
    ),
    CommandForm(
        "-a of Redis",
        ("redis-cli",),
        ("-a",),
        (("redis-cli -h x -a hunter2 ping", "hunter2"),),
        ("redis-cli -h x",),
    ),
    CommandForm(
        "-w of LDAP",
        ("ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami"),
        ("-w",),
        (("ldapsearch -D cn=x -w hunter2", "hunter2"),),
        ("ldapsearch -x",),
    ),
    CommandForm(
        "user:password of curl",
        ("curl",),
        ("-u", "--user", "-U", "--proxy-user"),
        (("curl -u bob:hunter2 https://x", "hunter2"), ('["curl","--user","bob:hunter2"]', "hunter2")),
        ("curl -u bob https://x", "docker run -u app:app x"),
        after=":",
    ),
    CommandForm(
        "pass:value of OpenSSL",
        ("openssl",),
        ("-passin", "-passout", "-pass", "-k"),
        (("openssl rsa -passin pass:hunter2 -in k", "hunter2"),),
        ("openssl rsa -in k", "openssl rsa -passin env:NAME"),
        after="pass:",
    ),
    CommandForm(
        "net use: the password stands behind the share",
        ("net", "net1"),
        (),
        (
            (r"net use Z: \\srv\share hunter2 /user:dom\bob", "hunter2"),
            (r"net use \\srv\share /user:bob hunter2", "hunter2"),
        ),
        (r"net use Z: \\srv\share /user:bob", "the net use of memory is 5 MB"),
        needs=("use",),
        unless=re.compile(r"\\\\.*|[a-zA-Z]:|\*|lpt\d:?|/.*", re.IGNORECASE),
        places=(0, 1),
    ),
    CommandForm(
        "net user: the password stands behind the name",
        ("net", "net1"),
        (),
        ((r"net user bob hunter2 /add", "hunter2"),),
        ("net user bob /active:yes", "net user"),
        needs=("user",),
        unless=re.compile(r"/.*|\*"),
        places=(1,),
    ),
    CommandForm(
        "-p beside a user: a password, but for a mapping of ports",
        (),
        ("-p", "-P"),
        (("app.exe -u bob -p hunter2", "hunter2"), ("tool -p hunter2 -u bob", "hunter2")),
        ("docker run -u app -p 8080:80 x", "app -p 8080:80", "tool -p 22 x", "app -p 127.0.0.1:80:80/tcp -u x"),
        needs=("-u", "-U", "--user", "--username", "-user", "-username"),
        unless=re.compile(r"[\d.:\[\]-]+:[\d:-]+(?:/(?:tcp|udp))?|-.*"),
    ),
)

_DIGEST = re.compile(r"@(?:sha256|sha384|sha512|blake3):[0-9A-Za-z=_-]*$")


def holds_credentials(reference: str) -> bool:
    """Whether an image reference carries a user, with or without a password: `user:x@registry/name`,
    `https://user@registry/name`. The `@` of a digest (`name@sha256:...`) is none."""
    return "@" in _DIGEST.sub("", reference.strip())
