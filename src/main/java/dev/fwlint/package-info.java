/** fwlint: the static analyser for iptables firewalls on Docker hosts. */
@NullMarked
package dev.fwlint;

import org.jspecify.annotations.NullMarked;
