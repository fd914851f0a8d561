package dev.fwlint.ast;

/** The address family of a ruleset: what iptables keeps, or ip6tables. */
public enum Family {
  IPV4,
  IPV6
}
