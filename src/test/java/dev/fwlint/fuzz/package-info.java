/**
 * Rulesets that nobody would write: real ones, changed at random. Whatever becomes of them, fwlint
 * neither fails nor hangs, and what it says of them is true.
 */
@NullMarked
package dev.fwlint.fuzz;

import org.jspecify.annotations.NullMarked;
