#!/usr/bin/perl
# peer.pl - Mail::SPF answers lines "PORT IP HELO SENDER" with "RESULT TEXT".
use strict;
use warnings;
use Mail::SPF;
use Net::DNS::Resolver;

$| = 1;
while (my $line = <STDIN>) {
	chomp $line;
	my ($port, $ip, $helo, $sender) = split / /, $line;
	my $resolver = Net::DNS::Resolver->new(
		nameservers => ['127.0.0.1'], port => $port,
		recurse => 1, udp_timeout => 2, tcp_timeout => 2, retry => 1);
	my $server = Mail::SPF::Server->new(dns_resolver => $resolver);
	my $result = eval {
		$server->process(Mail::SPF::Request->new(
			scope => 'mfrom', identity => $sender,
			ip_address => $ip, helo_identity => $helo));
	};
	my $text = defined $result ? $result->text : $@;
	$text =~ s/\s+/ /g;
	print defined $result ? $result->code : 'died', " $text\n";
}
