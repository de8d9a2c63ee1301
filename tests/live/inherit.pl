#!/usr/bin/env perl
# Keeps a listening UNIX socket and runs a program on it again and again, as systemd does with socket activation.
# usage: inherit.pl SOCKET COMMAND...
use strict;
use warnings;
use IO::Socket::UNIX;

my $path = shift;
unlink $path;
umask 0117;
my $socket = IO::Socket::UNIX->new(Local => $path, Listen => 4096) or die "$path: $!\n";
open STDIN, '<&', $socket or die "$!\n";
my ($child, $over);
$SIG{TERM} = sub { $over = 1; kill TERM => $child if $child };
until ($over) {
    $child = fork // die "$!\n";
    exec @ARGV or die "$ARGV[0]: $!\n" unless $child;
    open my $file, '>', "$path.pid" or die "$!\n";
    print $file "$child\n";
    close $file;
    1 while waitpid($child, 0) == -1 && $!{EINTR};
}
