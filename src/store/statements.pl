#!/usr/bin/perl
# statements.pl: turns sql/OWNER.sql into OWNER.h and OWNER.c. The syntax is described in src/store/statement.h.
# usage: statements.pl FILE.sql FILE.h FILE.c
use strict;
use warnings;

my %types = (
    # name => [ C type, enum of a single value, enum of a list, C type of a list ]
    id      => [ 'struct id ',    'COLUMN_ID',      'COLUMN_IDS',   'struct db_ids ' ],
    text    => [ 'const char *',  'COLUMN_TEXT',    'COLUMN_TEXTS', 'struct db_texts ' ],
    int     => [ 'int64_t ',      'COLUMN_INT',     'COLUMN_INTS',  'struct db_ints ' ],
    minor   => [ 'int64_t ',      'COLUMN_MINOR' ],
    decimal => [ 'const char *',  'COLUMN_DECIMAL' ],
    time    => [ 'int64_t ',      'COLUMN_TIME' ],
    bool    => [ 'bool ',         'COLUMN_BOOL' ],
    bytes   => [ 'struct str ',   'COLUMN_BYTES' ],
    json    => [ 'const char *',  'COLUMN_JSON' ],
);
my %reserved = map { $_ => 1 } qw(auto break case char const continue default do double else enum extern float for goto if inline
    int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool with);

die "usage: statements.pl FILE.sql FILE.h FILE.c\n" if @ARGV != 3;
my ($source, $header, $code) = @ARGV;
my ($owner) = $source =~ m{([a-z][a-z0-9_]*)\.sql$} or die "$source: the name must be OWNER.sql\n";
my (@statements, %by_name);

sub fail { my ($line, $message) = @_; die "$source:$line: $message\n"; }

# "yield.quantity decimal?, tags text[]" as a list of columns.
sub read_columns {
    my ($line, $text) = @_;
    my @columns;
    for my $part (split /\s*,\s*/, $text) {
        my ($name, $type, $list, $null) = $part =~ /^([a-z_][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\s+([a-z]+)(\[\])?(\?)?$/
            or fail($line, "cannot read the column '$part': write 'name type', 'name type?' or 'name type[]'");
        fail($line, "unknown type '$type' of '$name'") if !$types{$type};
        fail($line, "a list of '$type' is not possible") if $list && !$types{$type}[2];
        fail($line, "a list cannot be NULL: '$part'") if $list && $null;
        fail($line, "a bool cannot be NULL: '$name'") if $type eq 'bool' && $null;
        (my $member = $name) =~ s/\./_/g;
        fail($line, "'$member' is a word of C or of the generated struct: choose another name") if $reserved{$member};
        push @columns, { name => $name, member => $member, type => $type, list => $list ? 1 : 0, null => $null ? 1 : 0, line => $line };
    }
    return @columns;
}

sub add_columns {
    my ($s, $side, $line, $text) = @_;
    for my $column (read_columns($line, $text)) {
        fail($line, "'$column->{name}' is there twice in '$side'") if grep { $_->{member} eq $column->{member} } @{ $s->{$side} };
        fail($line, "a list cannot come out: '$column->{name}'") if $side eq 'out' && $column->{list};
        fail($line, "a parameter has no dot: '$column->{name}'") if $side eq 'in' && $column->{name} =~ /\./;
        push @{ $s->{$side} }, $column;
    }
}

sub read_name {
    my ($line, $text) = @_;
    my ($name, $shape, $mode) = $text =~ /^([a-z][a-z0-9_]*)\s+(one|many|exec)\s+(ro|rw)$/
        or fail($line, "write '-- name: NAME one|many|exec ro|rw'");
    fail($line, "there are two statements '$name' (the other in line $by_name{$name}{line})") if $by_name{$name};
    my $s = { name => $name, shape => $shape, mode => $mode, line => $line, in => [], out => [], children => [], tags => [], text => [] };
    push @statements, $s;
    return $by_name{$name} = $s;
}

sub read_header {
    my ($s, $line, $key, $text) = @_;
    if ($key eq 'in' || $key eq 'out') {
        add_columns($s, $key, $line, $text);
    } elsif ($key eq 'tables') {
        for my $part (split /\s*,\s*/, $text) {
            $part =~ /^[a-z][a-z0-9_]*(?: [rwud]+)?$/ or fail($line, "cannot read the table '$part': write 'name' or 'name rwud'");
            fail($line, "an ro statement changes nothing: '$part'") if $s->{mode} eq 'ro' && $part =~ / .*[wud]/;
        }
        $s->{tables} = defined $s->{tables} ? "$s->{tables}, $text" : $text;
    } elsif ($key eq 'child') {
        my ($name, $list, $plain, $child, $by) = $text =~ /^([a-z][a-z0-9_]*)(\[\])?\s+(of\s+)?([a-z][a-z0-9_]*)\(([a-z_][a-z0-9_.]*)\)$/
            or fail($line, "write '-- child: name[] statement(id)' or '-- child: name[] of statement(id)'");
        push @{ $s->{children} },
            { name => $name, list => $list ? 1 : 0, plain => $plain ? 1 : 0, child => $child, by => $by, line => $line };
    } else {
        fail($line, "unknown header '$key' (known: name, in, out, child, tables)");
    }
}

sub read_source {
    my $s;
    open my $in, '<', $source or die "$source: $!\n";
    while (my $line = <$in>) {
        my $number = $.;
        $line =~ s/\s+$//;
        fail($number, "only ASCII, no control characters") if $line =~ /[^\t\x20-\x7e]/;
        if ($line =~ /^-- name:\s*(.*)$/) {
            $s = read_name($number, $1);
        } elsif ($line =~ /^--\? ([a-z][a-z0-9_]*)\s+(\S.*)$/) {
            fail($number, "an optional line before '-- name:'") if !$s;
            push @{ $s->{text} }, [ $number, $2, $1 ];
        } elsif ($line =~ /^--\?/) {
            fail($number, "write '--? tag TEXT'");
        } elsif ($line =~ /^-- ([a-z]+):\s*(.*)$/) {
            fail($number, "'$1:' before '-- name:'") if !$s;
            fail($number, "'$1:' behind the text of '$s->{name}'") if @{ $s->{text} };
            read_header($s, $number, $1, $2);
        } elsif ($line !~ /^\s*(?:--.*)?$/) {
            fail($number, "text before '-- name:'") if !$s;
            push @{ $s->{text} }, [ $number, $line, '' ];
        }
    }
    close $in;
}

# The text as pieces: [ 'sql', text, tag ] or [ 'param', index, tag ].
sub cut {
    my ($s) = @_;
    my (@pieces, %used, $quote);
    my %index = map { $s->{in}[$_]{name} => $_ } 0 .. $#{ $s->{in} };
    for my $line (@{ $s->{text} }) {
        my ($number, $text, $tag) = @$line;
        push @{ $s->{tags} }, $tag if $tag ne '' && !grep { $_ eq $tag } @{ $s->{tags} };
        my $plain = @pieces ? "\n" : '';
        while ($text =~ /\G('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`[^`]*`|--\s.*$|:=|:([a-z_][a-z0-9_]*)|.)/gc) {
            my ($token, $name) = ($1, $2);
            next if $token =~ /^--/;
            fail($number, "a quote that does not end in its line") if $token =~ /^['"`]$/;
            fail($number, "'?' stands for nothing here: parameters are written :name") if $token eq '?';
            if (!defined $name) {
                $plain .= $token;
                next;
            }
            fail($number, "':$name' is not in 'in:' of '$s->{name}'") if !exists $index{$name};
            push @pieces, [ 'sql', $plain, $tag ] if $plain ne '';
            push @pieces, [ 'param', $index{$name}, $tag ];
            $used{$name} = 1;
            $plain = '';
        }
        push @pieces, [ 'sql', $plain, $tag ] if $plain ne '';
    }
    for my $column (@{ $s->{in} }) {
        fail($column->{line}, "'$column->{name}' is not used in '$s->{name}'") if !$used{ $column->{name} };
    }
    return join_pieces(@pieces);
}

sub join_pieces {
    my @joined;
    for my $piece (@_) {
        my $last = $joined[-1];
        if ($last && $last->[0] eq 'sql' && $piece->[0] eq 'sql' && $last->[2] eq $piece->[2]) {
            $last->[1] .= $piece->[1];
        } else {
            push @joined, [@$piece];
        }
    }
    return @joined;
}

sub check_statement {
    my ($s) = @_;
    my $line = $s->{line};
    fail($line, "'$s->{name}' has no text") if !@{ $s->{text} };
    $s->{text}[-1][1] =~ s/;$//;
    fail($line, "'$s->{name}' needs 'tables:' (for the grants)") if !defined $s->{tables};
    fail($line, "'$s->{name}' is exec: it has no 'out:'") if $s->{shape} eq 'exec' && @{ $s->{out} };
    fail($line, "'$s->{name}' needs 'out:'") if $s->{shape} ne 'exec' && !@{ $s->{out} };
    fail($line, "'$s->{name}' is ro and must begin with SELECT or WITH")
        if $s->{mode} eq 'ro' && $s->{text}[0][1] !~ /^\s*(?:SELECT|WITH|\()/;
    fail($line, "the first line of '$s->{name}' cannot be optional") if $s->{text}[0][2] ne '';
    $s->{pieces} = [ cut($s) ];
    fail($line, "'$s->{name}' has more than 32 optional tags") if @{ $s->{tags} } > 32;
}

sub find_column {
    my ($columns, $name) = @_;
    my ($found) = grep { $_->{name} eq $name } @$columns;
    return $found;
}

sub check_child {
    my ($s, $c) = @_;
    my $line = $c->{line};
    my $child = $by_name{ $c->{child} } or fail($line, "there is no statement '$c->{child}'");
    my $key = find_column($s->{out}, $c->{by}) or fail($line, "'$c->{by}' is not in 'out:' of '$s->{name}'");
    my $parents = find_column($child->{in}, 'parents');
    my $first = $child->{out}[0];
    fail($line, "'$c->{by}' is no id") if $key->{type} ne 'id';
    fail($line, "'$c->{child}' must be 'many ro'") if $child->{shape} ne 'many' || $child->{mode} ne 'ro';
    fail($line, "'$c->{child}' needs 'parents id[]' in 'in:'") if !$parents || $parents->{type} ne 'id' || !$parents->{list};
    fail($line, "'$c->{child}' needs 'parent id' as its first 'out:' column") if $first->{name} ne 'parent' || $first->{type} ne 'id';
    fail($line, "'$c->{child}' must have one column besides parent") if $c->{plain} && @{ $child->{out} } != 2;
    fail($line, "'$c->{child}' has optional lines: a child cannot") if @{ $child->{tags} };
    $c->{from} = [];
    for my $column (@{ $child->{in} }) {
        my ($at) = grep { $s->{in}[$_]{name} eq $column->{name} } 0 .. $#{ $s->{in} };
        my $same = defined $at && $s->{in}[$at]{type} eq $column->{type} && $s->{in}[$at]{list} == $column->{list};
        fail($line, "'$column->{name}' of '$c->{child}' is not in 'in:' of '$s->{name}' with the same type")
            if $column != $parents && !$same;
        push @{ $c->{from} }, $column == $parents ? -1 : $at;
    }
}

sub c_string {
    my ($text) = @_;
    $text =~ s/([\\"])/\\$1/g;
    $text =~ s/\?/\\?/g;
    $text =~ s/\t/\\t/g;
    $text =~ s/\n/\\n/g;
    return "\"$text\"";
}

sub struct_of {
    my ($name, $columns, $with) = @_;
    my $text = "struct $name {\n";
    $text .= "    uint32_t with;\n" if $with;
    $text .= '    ' . ($_->{list} ? $types{ $_->{type} }[3] : $types{ $_->{type} }[0]) . "$_->{member};\n" for @$columns;
    return "$text};\n";
}

sub has_in { my ($s) = @_; return @{ $s->{in} } || @{ $s->{tags} }; }

sub header_of {
    my ($s) = @_;
    my $name = "${owner}_$s->{name}";
    my $text = "\n/* line $s->{line} */\nextern const struct statement ${name}_statement;\n";
    $text .= '#define ' . uc($name) . " (&${name}_statement)\n";
    my $bit = 0;
    $text .= '#define ' . uc("${name}_with_$_") . ' (1u << ' . $bit++ . ")\n" for @{ $s->{tags} };
    $text .= struct_of("${name}_in", $s->{in}, scalar @{ $s->{tags} }) if has_in($s);
    $text .= struct_of("${name}_row", $s->{out}, 0) if @{ $s->{out} };
    return $text;
}

sub columns_of {
    my ($name, $side, $columns) = @_;
    my $struct = $side eq 'in' ? "${name}_in" : "${name}_row";
    my $text = "static const struct column ${name}_${side}_columns[] = {\n";
    for my $c (@$columns) {
        my $type = $types{ $c->{type} }[ $c->{list} ? 2 : 1 ];
        $text .= "    { \"$c->{name}\", $type, " . ($c->{null} ? 'true' : 'false') . ", offsetof(struct $struct, $c->{member}) },\n";
    }
    return "$text};\n";
}

sub pieces_of {
    my ($name, $s) = @_;
    my %bit = map { $s->{tags}[$_] => $_ } 0 .. $#{ $s->{tags} };
    my $text = "static const struct statement_piece ${name}_pieces[] = {\n";
    for my $piece (@{ $s->{pieces} }) {
        my ($kind, $value, $tag) = @$piece;
        my $with = $tag eq '' ? '0' : "1u << $bit{$tag}";
        $text .= $kind eq 'sql' ? '    { ' . c_string($value) . ", -1, $with },\n" : "    { NULL, $value, $with },\n";
    }
    return "$text};\n";
}

sub children_of {
    my ($name, $s) = @_;
    my $text = '';
    my $rows = '';
    my $number = 0;
    for my $c (@{ $s->{children} }) {
        (my $by = $c->{by}) =~ s/\./_/g;
        $text .= "static const int8_t ${name}_child_${number}[] = { " . join(', ', @{ $c->{from} }) . " };\n";
        $rows .= "    { \"$c->{name}\", " . ($c->{list} ? 'true' : 'false') . ', ' . ($c->{plain} ? 'true' : 'false')
            . ", &${owner}_$c->{child}_statement, offsetof(struct ${name}_row, $by), ${name}_child_${number} },\n";
        $number++;
    }
    return $text . "static const struct statement_child ${name}_children[] = {\n$rows};\n";
}

sub code_of {
    my ($s) = @_;
    my $name = "${owner}_$s->{name}";
    my ($in, $out, $children) = map { scalar @{ $s->{$_} } } qw(in out children);
    my $text = "\n";
    $text .= columns_of($name, 'in', $s->{in}) if $in;
    $text .= columns_of($name, 'out', $s->{out}) if $out;
    $text .= pieces_of($name, $s);
    $text .= children_of($name, $s) if $children;
    my $writes = $s->{mode} eq 'rw' ? 'true' : 'false';
    $text .= "const struct statement ${name}_statement = {\n    .owner = \"$owner\", .name = \"$s->{name}\",\n"
        . "    .shape = STATEMENT_\U$s->{shape}\E, .writes = $writes,\n"
        . "    .pieces = ${name}_pieces, .piece_count = " . @{ $s->{pieces} } . ",\n";
    $text .= "    .in = ${name}_in_columns, .in_count = $in,\n" if $in;
    $text .= "    .in_size = sizeof(struct ${name}_in),\n" if has_in($s);
    $text .= "    .out = ${name}_out_columns, .out_count = $out, .row_size = sizeof(struct ${name}_row),\n" if $out;
    $text .= '    .with_offset = ' . (@{ $s->{tags} } ? "offsetof(struct ${name}_in, with)" : 'SIZE_MAX') . ",\n";
    $text .= "    .children = ${name}_children, .child_count = $children,\n" if $children;
    return $text . '    .tables = ' . c_string($s->{tables}) . ",\n};\n";
}

sub write_file {
    my ($path, $text) = @_;
    open my $out, '>', "$path.new" or die "$path.new: $!\n";
    print $out $text;
    close $out or die "$path.new: $!\n";
    rename "$path.new", $path or die "$path: $!\n";
}

read_source();
die "$source: there is no statement\n" if !@statements;
check_statement($_) for @statements;
for my $s (@statements) {
    check_child($s, $_) for @{ $s->{children} };
}
my $guard = uc("SQL_${owner}_H");
my $made = "/* Made from $owner.sql by statements.pl: edits are lost. */\n";
write_file($header, "$made#ifndef $guard\n#define $guard\n\n#include \"store/statement.h\"\n"
    . join('', map { header_of($_) } @statements)
    . "\nextern const struct statement *const ${owner}_statements[];\nextern const size_t ${owner}_statement_count;\n\n#endif\n");
my ($include) = $header =~ m{([^/]+)$};
write_file($code, "$made#include \"$include\"\n\n#include <stddef.h>\n"
    . join('', map { code_of($_) } @statements)
    . "\nconst struct statement *const ${owner}_statements[] = {\n" . join('', map { "    &${owner}_$_->{name}_statement,\n" } @statements)
    . "};\nconst size_t ${owner}_statement_count = " . @statements . ";\n");
