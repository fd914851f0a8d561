/**
 * From text to {@link dev.fwlint.ast}: the reader of restore files and the parser of iptables'
 * arguments. Here and nowhere else ANTLR is seen.
 */
@NullMarked
package dev.fwlint.parse;

import org.jspecify.annotations.NullMarked;
