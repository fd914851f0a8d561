/** The commands: arguments in, exit status out. What they do is done elsewhere. */
@NullMarked
package dev.fwlint.cli;

import org.jspecify.annotations.NullMarked;
