/** Writes a ruleset as iptables-save would. */
@NullMarked
package dev.fwlint.print;

import org.jspecify.annotations.NullMarked;
