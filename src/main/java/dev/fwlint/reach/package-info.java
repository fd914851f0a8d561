/**
 * What reaches what, for all packets at once. A packet is tried along each way to a step; the one
 * that fails shows, by what it met, a whole set of packets that fail with it, and what is left of
 * all packets is tried next. So a step is dead when nothing is left, and every answer is exact.
 * Unknown matches are taken as helps the packet, so that a dead step is dead whatever they are.
 * {@code trace} shares nothing with this package.
 */
@NullMarked
package dev.fwlint.reach;

import org.jspecify.annotations.NullMarked;
