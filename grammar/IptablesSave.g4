/*
 * One line of what iptables-save writes and iptables-restore reads, without its line end. iptables-restore takes a file
 * line by line, and so do we: a bad line spoils no other.
 *
 * Only "#", "*", ":" and "[" in column one begin something; anywhere else they belong to a word. A word may hold quoted
 * text, and ends where the quotes close (iptables/xshared.c, add_param_to_argv). Nothing is left out, blanks included,
 * and every line fits: what iptables makes of the words is not for the grammar to say. A line is one of
 *
 *     COMMENT
 *     TABLE rest
 *     CHAIN (SPACE? word rest)?
 *     COMMIT
 *     COUNTERS? rest
 *
 * where rest is words (WORD, COMMIT, OPEN_COUNTERS) and SPACE. The first token tells which, so that no parser is needed.
 */
lexer grammar IptablesSave;

COMMENT
    : '#' {getCharPositionInLine() == 1}? ~[\n]*
    ;

// "* filter" is "*filter", and ": INPUT" is ":INPUT"
TABLE
    : '*' {getCharPositionInLine() == 1}? BLANK* ~[ \t]*
    ;

CHAIN
    : ':' {getCharPositionInLine() == 1}? BLANK* ~[ \t]*
    ;

COUNTERS
    : '[' {getCharPositionInLine() == 1}? ~[\]:]* ':' ~[\]]* ']'
    ;

OPEN_COUNTERS
    : '[' {getCharPositionInLine() == 1}? ~[ \t]*
    ;

COMMIT
    : 'COMMIT'
    ;

WORD
    : ~[ \t"]* '"' (ESCAPED | ~["\\])* '"'?
    | ~[ \t"]+
    ;

SPACE
    : BLANK+
    ;

fragment ESCAPED
    : '\\' .
    ;

fragment BLANK
    : [ \t]
    ;
