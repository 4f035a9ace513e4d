#!/usr/bin/python3
"""completions.py - what bash, zsh and fish make of our completions.

Each shell runs for real, bash and zsh on a terminal of their own: a key
inserts all completions of the line so far, another shows the line.
"""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "tests/demo"
DEADLINE_S = 10

# The line so far, what it must complete to, and what it must not.
CASES = [
    ("mailpreflight ex", ["explain"], ["check"]),
    ("mailpreflight --sta", ["--stage"], ["--server"]),
    ("mailpreflight --offl", ["--offline"], ["--only"]),
    ("mailpreflight --stage l", ["live"], ["request"]),
    ("mailpreflight --stage=r", ["request"], ["live"]),
    ("mailpreflight check --color a", ["auto", "always"], ["never"]),
    ("mailpreflight --fail-on w", ["warn"], ["fail"]),
    ("mailpreflight --only m", ["mx"], ["helo"]),
    ("mailpreflight --only mx,he", ["mx,helo"], ["reverse"]),
    ("mailpreflight --set mx.nul", ["mx.null", "mx.null-mixed"], ["mx.missing"]),
    ("mailpreflight --set mx.null=wa", ["warn"], ["off"]),
    ("mailpreflight --format js", ["json"], ["text"]),
    ("mailpreflight --zone pass", ["passes.example.zone"], ["fails.example.zone"]),
    ("mailpreflight explain reverse.d", ["reverse.default"], ["reverse.multiple"]),
    ("mailpreflight explain --he", ["--help"], ["--helo"]),
    ("mailpreflight batch --zo", ["--zone"], ["--host"]),
    ("mailpreflight batch fail", ["fails.example.zone"], ["passes.example.zone"]),
]

BASH = r"""
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
bind '"\C-y": insert-completions'
bind -x '"\C-t": printf "<%s>" "$READLINE_LINE"'
. '{root}/completions/mailpreflight.bash'
PS1=; cd '{demo}'; echo READY
"""

ZSH = r"""
fpath=('{root}/completions' $fpath)
autoload -U compinit && compinit -u -D
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert true
zle -C all-matches complete-word _generic
bindkey '^Y' all-matches
show() {{ print -rn -- "<$BUFFER>" }}
zle -N show
bindkey '^T' show
PS1= ; unsetopt zle_bracketed_paste prompt_cr prompt_sp; cd '{demo}'; echo READY
"""


class Terminal:
    """A shell on a terminal."""

    def __init__(self, argv, setup):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="dumb", HISTFILE="", COLUMNS="4000")
            os.execvp(argv[0], argv)
        self.text = ""
        self.send(setup + "\n")
        self.wait(r"READY\r?\n(?!.*READY)")

    def send(self, text):
        os.write(self.fd, text.encode())

    def wait(self, pattern):
        """The match of a pattern in what the shell has written since."""
        end = time.monotonic() + DEADLINE_S
        while not (match := re.search(pattern, self.text, re.DOTALL)):
            left = end - time.monotonic()
            if left < 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"{pattern!r} is not in {self.text!r}")
            self.text += os.read(self.fd, 65536).decode(errors="replace")
        self.text = self.text[match.end():]
        return match

    def complete(self, line):
        self.send("\x15" + line + "\x19\x14")
        return self.wait(r"<(mailpreflight[^>]*)>").group(1)

    def close(self):
        self.send("\x15exit\n")
        os.close(self.fd)
        os.waitpid(self.pid, 0)


class Fish:
    """fish answers without a terminal."""

    def complete(self, line):
        script = (f"source {ROOT}/completions/mailpreflight.fish; "
                  f"cd {DEMO}; complete -C '{line}'")
        got = subprocess.run(
            ["fish", "--no-config", "-c", script], check=True, text=True,
            capture_output=True, timeout=DEADLINE_S,
        ).stdout
        return re.sub(r"\t.*", "", got)  # the descriptions

    def close(self):
        pass


def shells():
    paths = {"root": ROOT, "demo": DEMO}
    if shutil.which("bash"):
        yield "bash", Terminal(["bash", "--norc", "--noprofile", "-i"], BASH.format(**paths))
    if shutil.which("zsh"):
        yield "zsh", Terminal(["zsh", "-f", "-i"], ZSH.format(**paths))
    if shutil.which("fish"):
        yield "fish", Fish()


def main():
    passed = failed = 0
    for name, shell in shells():
        for line, wanted, unwanted in CASES:
            got = shell.complete(line)
            words = re.split(r",?(?:[\s=]+|$)", got)
            wrong = [w for w in wanted if w not in words]
            wrong += [w for w in unwanted if w in words]
            if wrong:
                failed += 1
                print(f"completions: {name}: {line!r} gives {got!r}: {wrong}")
            else:
                passed += 1
        shell.close()
    print(f"completions: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
