/**
 * What a rule says: a place, a sentence, the other places that matter, and a packet that shows it.
 */
@NullMarked
package dev.fwlint.finding;

import org.jspecify.annotations.NullMarked;
