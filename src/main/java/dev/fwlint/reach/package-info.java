/**
 * What reaches what: which chain leads to which, and packets built to meet conditions. Nothing here
 * walks a packet through a ruleset; that is for {@code trace}, which shares nothing with this
 * package.
 */
@NullMarked
package dev.fwlint.reach;

import org.jspecify.annotations.NullMarked;
