/** Text that came from outside, and places in it. Everything else points here. */
@NullMarked
package dev.fwlint.source;

import org.jspecify.annotations.NullMarked;
