/**
 * One concrete packet through the model, rule by rule, as net/netfilter of the Linux kernel does
 * it. It shares nothing with what reasons about sets of packets, so that each can check the other.
 */
@NullMarked
package dev.fwlint.trace;

import org.jspecify.annotations.NullMarked;
