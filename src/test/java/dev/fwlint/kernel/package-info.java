/**
 * The Linux kernel as judge. A {@link dev.fwlint.kernel.KernelLab} loads a ruleset for real, in a
 * network namespace of its own, sends packets through it and tells which counters rose. It needs
 * root, both backends of iptables, iproute2 and util-linux; nothing leaves the namespace.
 */
@NullMarked
package dev.fwlint.kernel;

import org.jspecify.annotations.NullMarked;
