# GNU make 4 and BSD make.  No conditionals, no wildcards, no % rules: lists.

VERSION    = 0.1.0
PREFIX    ?= /usr/local
BINDIR    ?= $(PREFIX)/bin
MANDIR    ?= $(PREFIX)/share/man
DATADIR   ?= $(PREFIX)/share/mailpreflight
BASHDIR   ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR    ?= $(PREFIX)/share/zsh/site-functions
FISHDIR   ?= $(PREFIX)/share/fish/vendor_completions.d

CC        ?= cc
CLANG     ?= clang
OPT        = -O2 -g
ROOT      != pwd
PKGS       = ldns libssl libcrypto jansson libidn2
# With libseccomp, where there is one, the process gives up system calls.
CALLS     != pkg-config --exists libseccomp && echo libseccomp || true
PKG_CFLAGS != pkg-config --cflags $(PKGS) $(CALLS); \
	test -z "$(CALLS)" || echo -DHAVE_SECCOMP
PKG_LIBS   != pkg-config --libs $(PKGS) $(CALLS)
CHECK_LIBS  = `pkg-config --libs check`

# Large files and times after 2038 on 32-bit systems, too; no path of the
# builder's in the binary.
STD  = -std=c11 -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \
	-Isrc -DVERSION='"$(VERSION)"'
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wformat=2 -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wundef -Wvla -Walloca -Wswitch-enum -Wimplicit-fallthrough \
	-Wnull-dereference -Wredundant-decls -Wdouble-promotion
HARDEN = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection -fno-common -fPIE \
	-ffile-prefix-map='$(ROOT)'=.
HARDEN_LD = -pie -Wl,-z,relro,-z,now,-z,noexecstack
SAN  = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -DARENA_MALLOC -DUNCONFINED

ALL_CFLAGS  = $(OPT) $(STD) $(WARN) $(HARDEN) $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(HARDEN_LD) $(LDFLAGS)

# The rooms, from the ground up: a file uses its own room and those above it
# in this list.  Everything but main(): what the tests and fuzzers link.
# (Each list ends in an empty line, so that all its lines look alike.)
CORE = \
	src/base/arena.c \
	src/base/base64.c \
	src/base/buf.c \
	src/base/clock.c \
	src/base/confine.c \
	src/base/confine_calls.c \
	src/base/date.c \
	src/base/descriptor.c \
	src/base/escape.c \
	src/base/fetched.c \
	src/base/file.c \
	src/base/ip.c \
	src/base/json_read.c \
	src/base/malloc.c \
	src/base/oom.c \
	src/base/random.c \
	src/base/ranges.c \
	src/base/seen.c \
	src/base/slip.c \
	src/base/spool.c \
	src/base/str.c \
	src/base/utf16.c \
	src/base/value.c \
	src/base/watch.c \
	src/base/workflow.c \
	\
	src/dns/answer.c \
	src/dns/answer_copy.c \
	src/dns/idna.c \
	src/dns/lookup.c \
	src/dns/name.c \
	src/dns/name_map.c \
	src/dns/overlay.c \
	src/dns/rdata.c \
	src/dns/record.c \
	src/dns/record_make.c \
	src/dns/source.c \
	src/dns/store.c \
	src/dns/wire.c \
	src/dns/zone_data.c \
	src/dns/zone_line.c \
	src/dns/zone_type.c \
	\
	src/client/authorities.c \
	src/client/authority.c \
	src/client/channel.c \
	src/client/client.c \
	src/client/cuts.c \
	src/client/dispatch.c \
	src/client/doubt.c \
	src/client/early.c \
	src/client/edns.c \
	src/client/finish.c \
	src/client/flight.c \
	src/client/hosts.c \
	src/client/line.c \
	src/client/pace.c \
	src/client/peers.c \
	src/client/probe.c \
	src/client/query.c \
	src/client/receive.c \
	src/client/referral.c \
	src/client/reply.c \
	src/client/resolvconf.c \
	src/client/round.c \
	src/client/send.c \
	src/client/server.c \
	src/client/stream.c \
	src/client/timers.c \
	src/client/tls.c \
	src/client/tls_socket.c \
	src/client/traffic.c \
	src/client/udp.c \
	src/client/unite.c \
	src/client/upstream.c \
	src/client/window.c \
	\
	src/recording/recorder.c \
	src/recording/recording.c \
	src/recording/recording_read.c \
	src/recording/recording_write.c \
	src/recording/replay.c \
	\
	src/plan/plan.c \
	src/plan/plan_nsupdate.c \
	src/plan/plan_read.c \
	src/plan/plan_route53.c \
	src/plan/plan_terraform.c \
	src/plan/route53_value.c \
	src/plan/terraform_resource.c \
	src/plan/terraform_unread.c \
	src/plan/terraform_value.c \
	src/plan/terraform_zones.c \
	\
	src/zone/layer.c \
	src/zone/layer_below.c \
	src/zone/layer_live.c \
	src/zone/zone.c \
	src/zone/zone_directive.c \
	src/zone/zone_generate.c \
	src/zone/zone_listing.c \
	src/zone/zone_load.c \
	src/zone/zone_origin.c \
	src/zone/zone_place.c \
	src/zone/zone_reader.c \
	src/zone/zone_tree.c \
	src/zone/zone_view.c \
	\
	src/mail/authres.c \
	src/mail/bounce.c \
	src/mail/bounce_text.c \
	src/mail/der.c \
	src/mail/digest.c \
	src/mail/dkim_canon.c \
	src/mail/dkim_key.c \
	src/mail/dkim_mend.c \
	src/mail/dkim_mistake.c \
	src/mail/dkim_signature.c \
	src/mail/dkim_verify.c \
	src/mail/dmarc.c \
	src/mail/dmarc_lax.c \
	src/mail/dmarc_mistake.c \
	src/mail/dmarc_tag.c \
	src/mail/dmarc_uri.c \
	src/mail/dmarc_words.c \
	src/mail/dnsbl.c \
	src/mail/final_dot.c \
	src/mail/hop.c \
	src/mail/host_pattern.c \
	src/mail/http_reply.c \
	src/mail/ip_class.c \
	src/mail/key.c \
	src/mail/mailbox.c \
	src/mail/message.c \
	src/mail/mime_type.c \
	src/mail/pasted.c \
	src/mail/provider.c \
	src/mail/psl.c \
	src/mail/received.c \
	src/mail/returned.c \
	src/mail/reverse_name.c \
	src/mail/sample.c \
	src/mail/smtp_reply.c \
	src/mail/spf_macro.c \
	src/mail/spf_meant.c \
	src/mail/spf_misspelt.c \
	src/mail/spf_mistake.c \
	src/mail/spf_record.c \
	src/mail/spf_record_copy.c \
	src/mail/spf_slip.c \
	src/mail/spf_split.c \
	src/mail/sts.c \
	src/mail/taglist.c \
	src/mail/transfer.c \
	src/mail/versioned.c \
	\
	src/facts/alignment.c \
	src/facts/batch.c \
	src/facts/derivations.c \
	src/facts/dmarc_walk.c \
	src/facts/domain.c \
	src/facts/driver.c \
	src/facts/exchanges.c \
	src/facts/facts.c \
	src/facts/host.c \
	src/facts/policy.c \
	src/facts/reverse.c \
	src/facts/selector.c \
	src/facts/servers.c \
	src/facts/signature.c \
	src/facts/spf.c \
	src/facts/spf_client.c \
	src/facts/spf_cost.c \
	src/facts/spf_eval.c \
	src/facts/spf_match.c \
	src/facts/spf_problem.c \
	src/facts/spf_published.c \
	src/facts/spf_reach.c \
	src/facts/spf_tree.c \
	src/facts/spf_voids.c \
	src/facts/usual_selectors.c \
	\
	src/talk/https.c \
	src/talk/line.c \
	src/talk/outbound.c \
	src/talk/sts_fetch.c \
	src/talk/talk.c \
	\
	src/check/accepted.c \
	src/check/address.c \
	src/check/bimi.c \
	src/check/change.c \
	src/check/change_prereq.c \
	src/check/change_proposal.c \
	src/check/change_values.c \
	src/check/check.c \
	src/check/checks.c \
	src/check/choices.c \
	src/check/dane.c \
	src/check/dkim.c \
	src/check/dkim_about.c \
	src/check/dkim_absent.c \
	src/check/dkim_wildcard.c \
	src/check/dmarc.c \
	src/check/dmarc_absent.c \
	src/check/dmarc_psl.c \
	src/check/dmarc_reports.c \
	src/check/dmarc_verdict.c \
	src/check/dnsbl.c \
	src/check/dnssec.c \
	src/check/domain.c \
	src/check/example.c \
	src/check/finding.c \
	src/check/forward.c \
	src/check/gate.c \
	src/check/helo.c \
	src/check/judge.c \
	src/check/message.c \
	src/check/mta_sts.c \
	src/check/mta_sts_policy.c \
	src/check/mx.c \
	src/check/ns.c \
	src/check/parked.c \
	src/check/port25.c \
	src/check/provider.c \
	src/check/refusal.c \
	src/check/reverse.c \
	src/check/scope.c \
	src/check/signature.c \
	src/check/sole_record.c \
	src/check/spf.c \
	src/check/spf_about.c \
	src/check/spf_facts.c \
	src/check/spf_helo.c \
	src/check/spf_limits.c \
	src/check/spf_missing.c \
	src/check/spf_record.c \
	src/check/spf_result.c \
	src/check/spf_service.c \
	src/check/spf_stray.c \
	src/check/spf_syntax.c \
	src/check/spf_tree.c \
	src/check/subject.c \
	src/check/tls_rpt.c \
	src/check/validation.c \
	\
	src/fix/advise.c \
	src/fix/change.c \
	src/fix/compose.c \
	src/fix/hidden.c \
	src/fix/owner.c \
	src/fix/prove.c \
	src/fix/record_set.c \
	src/fix/script.c \
	src/fix/script_nsupdate.c \
	src/fix/script_route53.c \
	src/fix/script_terraform.c \
	src/fix/script_text.c \
	src/fix/script_zone.c \
	src/fix/spf_edit.c \
	src/fix/spf_need.c \
	\
	src/report/document.c \
	src/report/evidence.c \
	src/report/filing.c \
	src/report/format.c \
	src/report/github.c \
	src/report/gitlab.c \
	src/report/html.c \
	src/report/html_finding.c \
	src/report/html_sender.c \
	src/report/html_style.c \
	src/report/html_tree.c \
	src/report/json.c \
	src/report/json_changes.c \
	src/report/json_message.c \
	src/report/json_print.c \
	src/report/json_proposed.c \
	src/report/junit.c \
	src/report/line.c \
	src/report/markdown.c \
	src/report/markup.c \
	src/report/outcome.c \
	src/report/page.c \
	src/report/place.c \
	src/report/prometheus.c \
	src/report/ranked.c \
	src/report/sarif.c \
	src/report/secret.c \
	src/report/spf_draw.c \
	src/report/spf_json.c \
	src/report/spf_lines.c \
	src/report/spf_path.c \
	src/report/spf_text.c \
	src/report/tap.c \
	src/report/text.c \
	src/report/text_accepted.c \
	src/report/text_answers.c \
	src/report/text_caches.c \
	src/report/text_changes.c \
	src/report/text_finding.c \
	src/report/text_message.c \
	src/report/text_parts.c \
	src/report/text_proposed.c \
	src/report/text_verdict.c \
	src/report/wrap.c \
	\
	src/cli/args.c \
	src/cli/baseline.c \
	src/cli/batch_json.c \
	src/cli/batch_line.c \
	src/cli/batch_reports.c \
	src/cli/builder.c \
	src/cli/cmd_batch.c \
	src/cli/cmd_check.c \
	src/cli/cmd_explain.c \
	src/cli/cmd_help.c \
	src/cli/cmd_probe.c \
	src/cli/cmd_spf.c \
	src/cli/command.c \
	src/cli/complain.c \
	src/cli/confined.c \
	src/cli/frame.c \
	src/cli/help.c \
	src/cli/interrupt.c \
	src/cli/ip_build.c \
	src/cli/jobs.c \
	src/cli/lines.c \
	src/cli/look.c \
	src/cli/message_file.c \
	src/cli/message_request.c \
	src/cli/nearest.c \
	src/cli/output.c \
	src/cli/plan_files.c \
	src/cli/policy_args.c \
	src/cli/process.c \
	src/cli/progress.c \
	src/cli/quit.c \
	src/cli/recording_files.c \
	src/cli/reorder.c \
	src/cli/reports.c \
	src/cli/request_build.c \
	src/cli/selector_build.c \
	src/cli/senders.c \
	src/cli/settings.c \
	src/cli/sources.c \
	src/cli/spf_args.c \
	src/cli/targets.c \
	src/cli/terminal.c \
	src/cli/typed.c \
	src/cli/value_error.c \
	src/cli/wait.c \
	src/cli/wait_pause.c \
	src/cli/wait_show.c \
	src/cli/waivers.c \
	src/cli/worker.c \
	src/cli/zone_files.c \

UNIT = \
	tests/unit/main.c \
	tests/unit/judge.c \
	tests/unit/test_accepted.c \
	tests/unit/test_arena.c \
	tests/unit/test_args.c \
	tests/unit/test_base64.c \
	tests/unit/test_batch.c \
	tests/unit/test_batch_line.c \
	tests/unit/test_authres.c \
	tests/unit/test_bounce.c \
	tests/unit/test_confine.c \
	tests/unit/test_date.c \
	tests/unit/test_dispatch.c \
	tests/unit/test_dkim.c \
	tests/unit/test_dkim_key.c \
	tests/unit/test_dkim_mistake.c \
	tests/unit/test_dkim_verify.c \
	tests/unit/test_dmarc.c \
	tests/unit/test_dmarc_mistake.c \
	tests/unit/test_dmarc_record.c \
	tests/unit/test_dmarc_walk.c \
	tests/unit/test_dnsbl.c \
	tests/unit/test_driver.c \
	tests/unit/test_early.c \
	tests/unit/test_escape.c \
	tests/unit/test_facts.c \
	tests/unit/test_finding.c \
	tests/unit/test_final_dot.c \
	tests/unit/test_frame.c \
	tests/unit/test_hop.c \
	tests/unit/test_host_pattern.c \
	tests/unit/test_http_reply.c \
	tests/unit/test_ip.c \
	tests/unit/test_json_print.c \
	tests/unit/test_key.c \
	tests/unit/test_layer.c \
	tests/unit/test_lines.c \
	tests/unit/test_mailbox.c \
	tests/unit/test_message.c \
	tests/unit/test_name.c \
	tests/unit/test_nearest.c \
	tests/unit/test_overlay.c \
	tests/unit/test_owner.c \
	tests/unit/test_pace.c \
	tests/unit/test_pasted.c \
	tests/unit/test_provider.c \
	tests/unit/test_psl.c \
	tests/unit/test_query.c \
	tests/unit/test_ranges.c \
	tests/unit/test_received.c \
	tests/unit/test_reply.c \
	tests/unit/test_recording.c \
	tests/unit/test_refusal.c \
	tests/unit/test_request_build.c \
	tests/unit/test_resolvconf.c \
	tests/unit/test_script.c \
	tests/unit/test_route53.c \
	tests/unit/test_secret.c \
	tests/unit/test_seen.c \
	tests/unit/test_server.c \
	tests/unit/test_smtp_reply.c \
	tests/unit/test_spf_edit.c \
	tests/unit/test_spf_eval.c \
	tests/unit/test_spf_macro.c \
	tests/unit/test_spf_meant.c \
	tests/unit/test_spf_mistake.c \
	tests/unit/test_spf_record.c \
	tests/unit/test_spf_tree.c \
	tests/unit/test_spf_voids.c \
	tests/unit/test_spool.c \
	tests/unit/test_store.c \
	tests/unit/test_str.c \
	tests/unit/test_stream.c \
	tests/unit/test_sts.c \
	tests/unit/test_taglist.c \
	tests/unit/test_timers.c \
	tests/unit/test_typed.c \
	tests/unit/test_unite.c \
	tests/unit/test_wait_pause.c \
	tests/unit/test_watch.c \
	tests/unit/test_window.c \
	tests/unit/test_wire.c \
	tests/unit/test_workflow.c \
	tests/unit/test_wrap.c \
	tests/unit/test_zone.c \
	tests/unit/test_zone_origin.c \
	tests/unit/test_zone_place.c \
	tests/unit/test_zone_reader.c \
	tests/unit/world.c \

# The targets; tests/corpus has what they have met.
FUZZ = \
	tests/fuzz/targets.c \
	tests/fuzz/simulated.c \
	tests/fuzz/servers.c \
	tests/fuzz/fuzz_accepted.c \
	tests/fuzz/fuzz_advise.c \
	tests/fuzz/fuzz_args.c \
	tests/fuzz/fuzz_authority.c \
	tests/fuzz/fuzz_batch_line.c \
	tests/fuzz/fuzz_bounce.c \
	tests/fuzz/fuzz_client.c \
	tests/fuzz/fuzz_dkim_key.c \
	tests/fuzz/fuzz_dmarc.c \
	tests/fuzz/fuzz_evidence.c \
	tests/fuzz/fuzz_frame.c \
	tests/fuzz/fuzz_http_reply.c \
	tests/fuzz/fuzz_include.c \
	tests/fuzz/fuzz_message.c \
	tests/fuzz/fuzz_pem.c \
	tests/fuzz/fuzz_plan.c \
	tests/fuzz/fuzz_psl.c \
	tests/fuzz/fuzz_recording.c \
	tests/fuzz/fuzz_reply.c \
	tests/fuzz/fuzz_resolvconf.c \
	tests/fuzz/fuzz_run.c \
	tests/fuzz/fuzz_sample.c \
	tests/fuzz/fuzz_smtp_reply.c \
	tests/fuzz/fuzz_spf_edit.c \
	tests/fuzz/fuzz_spf_eval.c \
	tests/fuzz/fuzz_spf_macro.c \
	tests/fuzz/fuzz_spf_record.c \
	tests/fuzz/fuzz_spool.c \
	tests/fuzz/fuzz_stream.c \
	tests/fuzz/fuzz_sts_policy.c \
	tests/fuzz/fuzz_taglist.c \
	tests/fuzz/fuzz_words.c \
	tests/fuzz/fuzz_zone.c \

# Calls of the system that tests/fuzz/simulated.c stands for.
FUZZ_LD = -Wl,--wrap=socket,--wrap=connect,--wrap=close,--wrap=send \
	-Wl,--wrap=recv,--wrap=poll,--wrap=getsockopt,--wrap=setsockopt \
	-Wl,--wrap=fcntl,--wrap=fcntl64,--wrap=clock_gettime,--wrap=getentropy \
	-Wl,--wrap=__recv_chk,--wrap=__poll_chk

COMPLETIONS = \
	completions/bash.c \
	completions/fish.c \
	completions/generate.c \
	completions/zsh.c \

CORE_OBJ = $(CORE:.c=.o)
COMPLETIONS_OBJ = $(COMPLETIONS:.c=.o)
UNIT_OBJ = $(UNIT:.c=.o)
FUZZ_OBJ = $(FUZZ:.c=.o)
OBJ      = src/main.o $(CORE_OBJ) $(UNIT_OBJ) tests/bench/floor.o \
	tests/bench/questions.o tests/bench/spf_rate.o \
	tests/conformance/dkim_verdict.o tests/live/ask.o man/tables.o \
	man/members.o $(COMPLETIONS_OBJ) $(FUZZ_OBJ) tests/fuzz/replay.o

all: mailpreflight

mailpreflight: src/main.o $(CORE_OBJ)
	$(CC) $(ALL_LDFLAGS) -o $@ src/main.o $(CORE_OBJ) $(PKG_LIBS)
	@cat src/main.d $(CORE_OBJ:.o=.d) > $@.dep

tests/unit/run: $(UNIT_OBJ) $(CORE_OBJ)
	$(CC) $(ALL_LDFLAGS) -o $@ $(UNIT_OBJ) $(CORE_OBJ) $(PKG_LIBS) \
	    $(CHECK_LIBS)
	@cat $(UNIT_OBJ:.o=.d) > $@.dep

tests/bench/bin/questions: tests/bench/questions.o $(CORE_OBJ)
	mkdir -p tests/bench/bin
	$(CC) $(ALL_LDFLAGS) -o $@ tests/bench/questions.o $(CORE_OBJ) \
	    $(PKG_LIBS)
	@cat tests/bench/questions.d > $@.dep

tests/bench/bin/floor: tests/bench/floor.o $(CORE_OBJ)
	mkdir -p tests/bench/bin
	$(CC) $(ALL_LDFLAGS) -o $@ tests/bench/floor.o $(CORE_OBJ) $(PKG_LIBS)
	@cat tests/bench/floor.d > $@.dep

tests/live/ask: tests/live/ask.o $(CORE_OBJ)
	$(CC) $(ALL_LDFLAGS) -o $@ tests/live/ask.o $(CORE_OBJ) $(PKG_LIBS)
	@cat tests/live/ask.d > $@.dep

.SUFFIXES: .c .o
.c.o:
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# What "make check" runs besides: each takes the program as its argument and
# ends in "NAME: N passed, M failed".
SUITES = \
	tests/program/bad_input.py \
	tests/program/cases.sh \
	tests/program/changes.py \
	tests/program/cli.sh \
	tests/program/completions.py \
	tests/conformance/rfc7208.py \
	tests/program/dkim_keys.py \
	tests/endless/run.py \
	tests/program/examples.py \
	tests/program/facts.py \
	tests/faults/run.py \
	tests/program/filing.sh \
	tests/program/fix.py \
	tests/program/formats.py \
	tests/program/law.py \
	tests/live/run.py \
	tests/memory/run.py \
	tests/program/messages.py \
	tests/recipes/run.py \
	tests/program/recordings.py \
	tests/program/spf.py \
	tests/program/terminal.py \

check: mailpreflight tests/unit/run tests/live/ask check-corpus
	@sh tests/check.sh ./mailpreflight $(SUITES)

# For every edit: no servers, and less than 15 seconds.
FAST_SUITES = \
	tests/program/changes.py \
	tests/program/examples.py \
	tests/program/facts.py \
	tests/program/spf.py \

check-fast: mailpreflight tests/unit/run
	@sh tests/check.sh ./mailpreflight $(FAST_SUITES)

# After a case was added, a fact or a sentence: then look at "git diff tests".
facts: mailpreflight
	tests/program/facts.py ./mailpreflight --write

# Batches through the resolvers that people have, in a network namespace: apart
# from "make check", for one of them may run out of time on a busy machine.
worlds: mailpreflight
	sh tests/packages.sh check
	tests/live/worlds.py ./mailpreflight

# The sources as they were committed; the same bytes wherever it is made.
DIST = dist
dist:
	mkdir -p $(DIST)
	git archive --prefix=mailpreflight-$(VERSION)/ HEAD | gzip -9n \
	    > $(DIST)/mailpreflight-$(VERSION).tar.gz

deb: dist
	sh tests/packages.sh deb
	sh contrib/debian/make.sh $(VERSION) $(DIST)
	lintian --fail-on error,warning --info --tag-display-limit 0 \
	    $(DIST)/mailpreflight_$(VERSION)-1_*.changes

# What users get: the tarball, the packages and the static program.
packages:
	sh tests/packages.sh deb
	sh tests/packages.sh static
	sh tests/install/packaging.sh

# One file that needs no other, for images that have nothing: Debian's static
# libraries, straight from the sources.  What warns of getaddrinfo() and its kin
# are functions of the libraries that are never called.
STATIC_LIBS = pkg-config --static --libs $(PKGS) $(CALLS)
WRAPPED = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free
static:
	sh tests/packages.sh static
	$(CC) $(ALL_CFLAGS) -DSTATIC -static-pie -o mailpreflight-static \
	    src/main.c $(CORE) $(WRAPPED) $(LDFLAGS) `$(STATIC_LIBS)`

# Another word size and byte order: ARCH is i386 or s390x.
ARCH ?= s390x
foreign:
	sh tests/install/foreign.sh $(ARCH)

# Formats through the readers that only npm has.
validators: mailpreflight
	sh tests/packages.sh check
	tests/program/formats/validators.py ./mailpreflight

# The public RFC 7208 suite and our own cases, asked over the network.
conformance: mailpreflight
	sh tests/packages.sh check
	tests/conformance/rfc7208.py ./mailpreflight

# Random records and zones: ours, pyspf, Mail::SPF and blitiri's Go library.
ZONES ?= 300
MESSAGES ?= 1000
SEED  ?= 1
differential: mailpreflight
	sh tests/packages.sh differential
	tests/conformance/differential.py ./mailpreflight $(ZONES) $(SEED)
	$(MAKE) differential-dkim

# What we make of signed messages, and what dkimpy does.
tests/conformance/bin/dkim_verdict: tests/conformance/dkim_verdict.o $(CORE_OBJ)
	mkdir -p tests/conformance/bin
	$(CC) $(ALL_LDFLAGS) -o $@ tests/conformance/dkim_verdict.o \
	    $(CORE_OBJ) $(PKG_LIBS)
	@cat tests/conformance/dkim_verdict.d $(CORE_OBJ:.o=.d) > $@.dep

differential-dkim: tests/conformance/bin/dkim_verdict
	sh tests/packages.sh differential
	/usr/bin/python3 -B tests/conformance/dkim_differential.py \
	    tests/conformance/bin/dkim_verdict $(MESSAGES) $(SEED)

# SPF evaluations a second in memory, ours and pyspf's.
tests/bench/bin/spf_rate: tests/bench/spf_rate.o $(CORE_OBJ)
	mkdir -p tests/bench/bin
	$(CC) $(ALL_LDFLAGS) -o $@ tests/bench/spf_rate.o $(CORE_OBJ) \
	    $(PKG_LIBS)
	@cat tests/bench/spf_rate.d $(CORE_OBJ:.o=.d) > $@.dep

bench-spf: tests/bench/bin/spf_rate
	sh tests/packages.sh differential
	/usr/bin/python3 -B tests/bench/spf_rate.py \
	    tests/bench/bin/spf_rate

# The corpora as regression tests: with any compiler, without libFuzzer.
tests/fuzz/bin/replay: tests/fuzz/replay.o $(FUZZ_OBJ) $(CORE_OBJ)
	mkdir -p tests/fuzz/bin
	$(CC) $(ALL_LDFLAGS) $(FUZZ_LD) -o $@ tests/fuzz/replay.o \
	    $(FUZZ_OBJ) $(CORE_OBJ) $(PKG_LIBS)
	@cat tests/fuzz/replay.d $(FUZZ_OBJ:.o=.d) > $@.dep

check-corpus: tests/fuzz/bin/replay
	sh tests/fuzz/corpora.sh replay tests/fuzz/bin/replay

# FUZZ_TIME seconds for each target; what is found goes to tests/found.
FUZZ_TIME ?= 60
FUZZ_TARGETS != sed -n 's/^TARGET(\(.*\))$$/\1/p' tests/fuzz/targets.def
fuzz: tests/fuzz/bin/fuzz
	sh tests/fuzz/corpora.sh fuzz tests/fuzz/bin/fuzz $(FUZZ_TIME) $(FUZZ_TARGETS)

tests/fuzz/bin/fuzz: tests/fuzz/fuzz.c $(FUZZ) $(CORE)
	mkdir -p tests/fuzz/bin
	$(CLANG) $(STD) $(PKG_CFLAGS) $(SAN) -fsanitize=fuzzer $(FUZZ_LD) \
	    -o $@ tests/fuzz/fuzz.c $(FUZZ) $(CORE) $(PKG_LIBS)

# What of tests/found reaches code that tests/corpus does not is added to it.
fuzz-merge: tests/fuzz/bin/fuzz
	sh tests/fuzz/corpora.sh merge tests/fuzz/bin/fuzz $(FUZZ_TARGETS)

# Of the branches that fuzzing has reached, how many the corpora reach.
fuzz-coverage:
	mkdir -p tests/fuzz/bin
	$(CLANG) $(STD) $(PKG_CFLAGS) -O1 -g -DARENA_MALLOC -DUNCONFINED \
	    -fprofile-instr-generate -fcoverage-mapping $(FUZZ_LD) \
	    -o tests/fuzz/bin/covered tests/fuzz/replay.c $(FUZZ) $(CORE) \
	    $(PKG_LIBS)
	tests/fuzz/coverage.py tests/fuzz/bin/covered $(FUZZ_TARGETS)

# Straight from the sources, in one step: no objects to mix up.
ASAN_SUITES = \
	tests/program/bad_input.py \
	tests/program/cases.sh \
	tests/program/changes.py \
	tests/program/fix.py \
	tests/program/spf.py \

asan:
	sh tests/packages.sh asan
	$(CC) $(STD) $(WARN) $(PKG_CFLAGS) $(SAN) -o tests/unit_asan \
	    $(UNIT) $(CORE) $(PKG_LIBS) $(CHECK_LIBS)
	$(CC) $(STD) $(WARN) $(PKG_CFLAGS) $(SAN) -o tests/mailpreflight_asan \
	    src/main.c $(CORE) $(PKG_LIBS)
	$(CC) $(STD) $(WARN) $(PKG_CFLAGS) $(SAN) $(FUZZ_LD) \
	    -o tests/replay_asan tests/fuzz/replay.c $(FUZZ) $(CORE) $(PKG_LIBS)
	sh tests/fuzz/corpora.sh replay tests/replay_asan
	CK_FORK=no UNIT=tests/unit_asan sh tests/check.sh \
	    ./tests/mailpreflight_asan $(ASAN_SUITES)

# Small mistakes in the code, MUTANTS of them by SEED: an hour for 400.
MUTANTS ?= 400
mutants:
	tests/mutation/mutants.py --seed $(SEED) --count $(MUTANTS)

# The manual and the completions are made from the tables, and committed: a
# build needs none of this, and "make lint" fails if they differ.
man/tables: man/tables.o man/members.o $(CORE_OBJ)
	$(CC) $(ALL_LDFLAGS) -o $@ man/tables.o man/members.o $(CORE_OBJ) \
	    $(PKG_LIBS)
	@cat man/tables.d man/members.d > $@.dep

completions/generate: $(COMPLETIONS_OBJ) $(CORE_OBJ)
	$(CC) $(ALL_LDFLAGS) -o $@ $(COMPLETIONS_OBJ) $(CORE_OBJ) $(PKG_LIBS)
	@cat $(COMPLETIONS_OBJ:.o=.d) > $@.dep

docs: man/tables completions/generate mailpreflight
	sh man/make.sh
	for s in bash zsh fish; do \
	    completions/generate $$s > completions/$$s.tmp || exit 1; \
	done
	mv completions/bash.tmp completions/mailpreflight.bash
	mv completions/zsh.tmp completions/_mailpreflight
	mv completions/fish.tmp completions/mailpreflight.fish

# Two domains from zone files, one that passes and one that does not.
demo: mailpreflight
	@sh tests/demo/demo.sh ./mailpreflight

lint:
	sh tests/house/lint.sh

# Minutes, so not a part of lint.
tidy:
	sh tests/house/lint.sh tidy

install: mailpreflight
	mkdir -p $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 \
	    $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 \
	    $(DESTDIR)$(DATADIR) $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) \
	    $(DESTDIR)$(FISHDIR)
	install -m 755 mailpreflight $(DESTDIR)$(BINDIR)/
	install -m 644 man/mailpreflight.1 $(DESTDIR)$(MANDIR)/man1/
	install -m 644 man/mailpreflight-json.5 $(DESTDIR)$(MANDIR)/man5/
	install -m 644 man/mailpreflight-aws.7 $(DESTDIR)$(MANDIR)/man7/
	install -m 644 src/report/schema/mailpreflight-1.json \
	    $(DESTDIR)$(DATADIR)/
	install -m 644 completions/mailpreflight.bash \
	    $(DESTDIR)$(BASHDIR)/mailpreflight
	install -m 644 completions/_mailpreflight $(DESTDIR)$(ZSHDIR)/
	install -m 644 completions/mailpreflight.fish $(DESTDIR)$(FISHDIR)/

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/mailpreflight \
	    $(DESTDIR)$(MANDIR)/man1/mailpreflight.1 \
	    $(DESTDIR)$(MANDIR)/man5/mailpreflight-json.5 \
	    $(DESTDIR)$(MANDIR)/man7/mailpreflight-aws.7 \
	    $(DESTDIR)$(DATADIR)/mailpreflight-1.json \
	    $(DESTDIR)$(BASHDIR)/mailpreflight \
	    $(DESTDIR)$(ZSHDIR)/_mailpreflight \
	    $(DESTDIR)$(FISHDIR)/mailpreflight.fish

# Senders of a batch, and of one that is to cost no more for each of them.
BENCH_SENDERS ?= 20000
BENCH_MORE    ?= 200000
bench: mailpreflight tests/bench/bin/questions tests/bench/bin/floor
	sh tests/packages.sh bench
	/usr/bin/python3 -B tests/bench/run.py ./mailpreflight \
	    tests/bench/bin/questions tests/bench/bin/floor \
	    $(BENCH_SENDERS) $(BENCH_MORE)
	/usr/bin/python3 -B tests/bench/loss.py ./mailpreflight

clean:
	rm -f mailpreflight tests/unit/run tests/live/ask tests/unit_asan \
	    tests/mailpreflight_asan tests/replay_asan man/tables completions/generate
	rm -rf tests/bench/bin tests/conformance/bin tests/fuzz/bin tests/found
	rm -f $(OBJ) $(OBJ:.o=.d) mailpreflight.dep tests/unit/run.dep \
	    tests/live/ask.dep
	rm -f man/tables.dep completions/generate.dep

.PHONY: all check check-fast facts dist deb packages static foreign worlds validators conformance differential differential-dkim bench-spf \
	check-corpus asan bench fuzz fuzz-merge fuzz-coverage mutants docs demo lint tidy install uninstall clean
# One file an include line: BSD make reads no more than one.
-include mailpreflight.dep
-include tests/unit/run.dep
-include tests/fuzz/bin/replay.dep
-include tests/bench/bin/spf_rate.dep
-include tests/conformance/bin/dkim_verdict.dep
-include tests/live/ask.dep
-include tests/bench/bin/questions.dep
-include tests/bench/bin/floor.dep
-include man/tables.dep
-include completions/generate.dep
