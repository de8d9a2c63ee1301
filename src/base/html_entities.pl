#!/usr/bin/perl
# Turns html_entities.txt into C: a tree of letters whose siblings stand side by side, and the texts that the names stand for.
use strict;
use warnings;

my (%tree, @values, %value_at);
while (my $line = <STDIN>) {
    next if $line =~ /^(#|$)/;
    my ($name, @code_points) = split ' ', $line;
    my $text = join '', map { chr hex } @code_points;
    utf8::encode($text);
    if (!exists $value_at{$text}) {
        push @values, $text;
        $value_at{$text} = @values;
    }
    my $node = \%tree;
    $node = $node->{next}{$_} //= {} for split //, $name;
    $node->{value} = $value_at{$text};
}

# Breadth first, so that the children of a node are neighbours; 0 is the root.
my @nodes = ({ letter => "\0", last => 1, node => \%tree });
for (my $i = 0; $i < @nodes; $i++) {
    my $next = $nodes[$i]{node}{next} or next;
    my @letters = sort keys %$next;
    $nodes[$i]{child} = @nodes;
    push @nodes, map { { letter => $_, last => $_ eq $letters[-1], node => $next->{$_} } } @letters;
}
die "too many nodes" if @nodes > 65535;

print "/* Made by html_entities.pl of html_entities.txt. */\n#include \"base/html_impl.h\"\n\n";
print "const struct html_entity html_entities[] = {\n";
printf "    { %d, %d, %d, %d },\n", ord $_->{letter}, $_->{last} ? 1 : 0, $_->{child} // 0, $_->{node}{value} // 0 for @nodes;
print "};\n\nconst uint16_t html_entity_heads[256] = {\n";
for my $i (1 .. keys %{ $tree{next} }) {
    printf "    [%d] = %d,\n", ord $nodes[$i]{letter}, $i;
}
print "};\n\nconst char html_entity_texts[][HTML_ENTITY_SIZE] = {\n    \"\",\n";
for my $text (@values) {
    (my $bytes = $text) =~ s/(.)/sprintf '\\%03o', ord $1/gse;
    print "    \"$bytes\",\n";
}
print "};\n";
