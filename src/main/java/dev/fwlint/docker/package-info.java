/**
 * What Docker and its neighbours leave in a ruleset: which layout it is, which bridges there are,
 * and whose a chain is. Everything is read off what the rules do; a name alone tells only whose
 * chain it is.
 */
@NullMarked
package dev.fwlint.docker;

import org.jspecify.annotations.NullMarked;
