/**
 * What was written, losing nothing: every line of a restore file in order, with its comments,
 * counters, quoting and exact places. Nothing here knows what an option means.
 */
@NullMarked
package dev.fwlint.ast;

import org.jspecify.annotations.NullMarked;
