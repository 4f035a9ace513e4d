"""Batches through the resolvers that people have, fast and slow, and through
what stands before them."""

import os
import subprocess
import unittest

import program
from resolvers import RECURSIVE, Bind, Dnsmasq, Unbound
from servers import free_port
from world import SENDER, SOA, ZONES, Path, World

CHECKS = ["--only", "mx,spf,dmarc"]
SECONDS = 60


def batch(server, domains, *options):
    """Verdict and codes by domain, and what it said on standard error."""
    lines = "".join(f"{domain} {SENDER}\n" for domain in domains)
    done = subprocess.run(
        [program.PROGRAM, "batch", "--format", "text", "--server", server,
         *CHECKS, *options], input=lines, capture_output=True, text=True,
        timeout=SECONDS, check=False)
    found = {}
    for line in done.stdout.splitlines():
        verdict, domain, _, codes = line.split()
        found[domain] = (verdict, codes)
    return found, done.stderr


def at(resolver):
    return f"127.0.0.1#{resolver.port}"


class Case(unittest.TestCase):
    def start(self, context):
        return self.enterContext(context)

    def sound(self, found, domains):
        """Every sender has passed; dmarc.* and the like are remarks."""
        bad = {d: found.get(d) for d in domains
               if found.get(d, ("", ""))[0] != "pass"}
        self.assertEqual(bad, {})

    def sound_batch(self, server, domains, *options, others=()):
        """What a batch finds in which the domains are sound.  A machine that
        is busy with something else may leave a resolver without time, which
        is unknown and never a failure; then once more."""
        found, _ = batch(server, [*domains, *others], *options)
        failed = {d: found[d] for d in domains if found[d][0] == "fail"}
        self.assertEqual(failed, {})
        if any(found[d][0] != "pass" for d in domains):
            found, _ = batch(server, [*domains, *others], *options)
        self.sound(found, domains)
        return found


class Fast(Case):
    def test_every_resolver(self):
        """Sound senders pass, and what is bogus is called so."""
        world = self.start(World())
        domains = [f"d{i}.world" for i in range(ZONES)]
        for kind in filter(lambda kind: kind.is_here(), RECURSIVE):
            with self.subTest(kind.PROGRAM), kind(world) as resolver:
                found = self.sound_batch(at(resolver), domains,
                                         others=["bogus.world"])
                self.assertEqual(found["bogus.world"][0], "fail")
                self.assertIn("dns.bogus", found["bogus.world"][1])

    def test_a_limit_of_packets(self):
        """As a cloud's: what is more than that in a second is lost."""
        world = self.start(World())
        unbound = self.start(Unbound(world))
        domains = [f"d{i}.world" for i in range(ZONES)]
        port = free_port(("127.0.0.1",))
        with Path(("127.0.0.1", port), ("127.0.0.1", unbound.port),
                  a_second=512) as path:
            found, said = batch(f"127.0.0.1#{port}", domains)
        self.sound(found, domains)
        self.assertGreater(path.lost, 0)
        self.assertRegex(said, "^mailpreflight: 0 lookups were lost, and "
                               r"\d+ had to be sent again: .* --rate \d+\n$")

    def test_policies(self):
        """A resolver that filters and has no extended error for it."""
        world = self.start(World())
        policy = world.write("rpz", f"$TTL 60\n{SOA}@ NS ns.world.\n"
                                    "_spf.d1.world CNAME .\n")
        for kind, more in (
                (Unbound, {"lines": '    local-zone: "_spf.d1.world." '
                                    "always_nxdomain\n"}),
                (Unbound, {"lines": '    module-config: "respip validator '
                                    'iterator"\n',
                           "after": 'rpz:\n    name: "rpz.local"\n'
                                    f'    zonefile: "{policy}"\n'}),
                (Bind, {"options":
                        'response-policy { zone "rpz.local"; };',
                        "after": 'zone "rpz.local" { type primary; '
                                 f'file "{policy}"; }};'})):
            with self.subTest(more=more), kind(world, **more) as resolver:
                found, _ = batch(at(resolver), ["d0.world", "d1.world"])
                self.assertEqual(found["d0.world"][0], "pass")
                self.assertEqual(found["d1.world"][0], "unknown")
                self.assertIn("dns.filtered", found["d1.world"][1])
                self.assertNotIn("spf.include-none", found["d1.world"][1])

    def test_dns64(self):
        """What the resolver makes of the A record is not published."""
        world = self.start(World())
        unbound = self.start(Unbound(world, lines=(
            '    module-config: "dns64 validator iterator"\n')))
        status, report, _ = program.run(
            ["--json", "--server", at(unbound), "--only", "forward,mx",
             "d0.world", SENDER, "--host", "mx.d0.world"])
        self.assertEqual(status, 0)
        self.assertEqual(program.codes(report), [])
        self.assertEqual({a["status"] for a in report["dns"]["answers"]
                          if a["type"] == "AAAA"}, {"NODATA"})


class Slow(Case):
    """Name servers that are far away, and so resolvers that are busy."""

    def setUp(self):
        self.world = self.start(World(delay=0.2))

    def test_every_resolver(self):
        """Nothing unsigned is bogus, and nothing sound is unknown."""
        domains = [f"d{i}.world" for i in range(60)]
        for kind in filter(lambda kind: kind.is_here(), RECURSIVE):
            with self.subTest(kind.PROGRAM), kind(self.world) as resolver:
                self.sound_batch(at(resolver), domains, "--timeout", "30")

    def test_a_forwarder_that_refuses(self):
        """dnsmasq has room for 150 questions at once, or for what it is
        told."""
        if os.environ["IN_WORLD"] != "root":
            self.skipTest("dnsmasq has to be root")
        unbound = self.start(Unbound(self.world))
        domains = [f"d{i}.world" for i in range(ZONES)]
        for at_once in (150, 20):
            with self.subTest(at_once), Dnsmasq(
                    self.world, to=unbound, at_once=at_once) as dnsmasq:
                self.sound_batch(at(dnsmasq), domains)


if __name__ == "__main__":
    unittest.main()
