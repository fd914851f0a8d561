/** Who can open a connection to whom, as a table: outside, the host, and each network. */
@NullMarked
package dev.fwlint.matrix;

import org.jspecify.annotations.NullMarked;
