/** Reads the pages of the catalogue: what each rule promises, and the help that goes with it. */
@NullMarked
package dev.fwlint.catalog;

import org.jspecify.annotations.NullMarked;
