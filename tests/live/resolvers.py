"""The resolvers that people have, each validating in a World: unbound, BIND,
Knot Resolver, PowerDNS Recursor; and dnsmasq in front of another."""

import shutil

from servers import Server

ROOT = {".": None}


class Resolver(Server):
    def __init__(self, world, **more):
        super().__init__(ROOT, addresses=("127.0.0.1",))
        self.world, self.more = world, more

    @classmethod
    def is_here(cls):
        return shutil.which(cls.PROGRAM) is not None

    def write(self, directory, name, text):
        path = directory / name
        path.write_text(text)
        return str(path)


class Unbound(Resolver):
    PROGRAM = "unbound"

    def config(self, directory):
        return ["unbound", "-d", "-p", "-c", self.write(
            directory, "unbound.conf", f"""
server:
    interface: 127.0.0.1@{self.port}
    username: ""
    chroot: ""
    directory: "{directory}"
    pidfile: "{directory}/unbound.pid"
    use-syslog: no
    num-threads: 1
    root-hints: "{self.world.hints}"
    trust-anchor-file: "{self.world.anchor}"
    do-not-query-localhost: no
    access-control: 127.0.0.0/8 allow
{self.more.get('lines', '')}remote-control:
    control-enable: no
{self.more.get('after', '')}""")]


class Bind(Resolver):
    PROGRAM = "named"

    def config(self, directory):
        key = self.world.dnskey.split(None, 6)
        data = key[-1].replace(" ", "") if len(key) == 7 else ""
        return ["named", "-f", "-n", "1", "-c", self.write(
            directory, "named.conf", f"""
options {{
    directory "{directory}";
    pid-file none;
    session-keyfile none;
    listen-on port {self.port} {{ 127.0.0.1; }};
    listen-on-v6 {{ none; }};
    recursion yes;
    dnssec-validation yes;
    empty-zones-enable no;
    {self.more.get('options', '')}
}};
controls {{ }};
trust-anchors {{ "." static-key {key[-4]} {key[-3]} {key[-2]} "{data}"; }};
zone "." {{ type hint; file "{self.world.hints}"; }};
{self.more.get('after', '')}""")]


class Kresd(Resolver):
    PROGRAM = "kresd"

    def config(self, directory):
        return ["kresd", "-n", "-c", self.write(
            directory, "kresd.conf", f"""
net.listen('127.0.0.1', {self.port}, {{ kind = 'dns' }})
net.ipv6 = false
cache.size = 10 * MB
modules = {{ 'hints' }}
modules.unload('ta_signal_query')
modules.unload('priming')
modules.unload('detect_time_skew')
hints.root_file('{self.world.hints}')
trust_anchors.add([[{self.world.dnskey}]])
"""), str(directory)]


class Pdns(Resolver):
    PROGRAM = "pdns_recursor"

    def config(self, directory):
        lua = self.write(directory, "anchors.lua", "clearTA('.')\naddTA('.', "
                         f"[[{self.world.ds.split('DS', 1)[1].strip()}]])\n")
        self.write(directory, "recursor.conf", f"""
local-address=127.0.0.1
local-port={self.port}
socket-dir={directory}
hint-file={self.world.hints}
dnssec=validate
lua-config-file={lua}
threads=1
dont-query=
security-poll-suffix=
quiet=yes
disable-syslog=yes
""")
        return ["pdns_recursor", f"--config-dir={directory}", "--daemon=no",
                "--write-pid=no"]


class Dnsmasq(Resolver):
    """more: to, the server in front of which it stands, and at_once, the
    questions that it has room for."""
    PROGRAM = "dnsmasq"

    def config(self, directory):
        return ["dnsmasq", "-k", "-C", "/dev/null", "--no-resolv", "-u", "root",
                "-g", "root", f"--dns-forward-max={self.more['at_once']}",
                "--no-hosts", "--bind-interfaces", "--pid-file=",
                "--listen-address=127.0.0.1", f"--port={self.port}",
                f"--server=127.0.0.1#{self.more['to'].port}",
                "--cache-size=1000", "--log-facility=-"]


RECURSIVE = (Unbound, Bind, Kresd, Pdns)
