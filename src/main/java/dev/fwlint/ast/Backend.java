package dev.fwlint.ast;

/** The two implementations of iptables. They read almost the same language. */
public enum Backend {
  LEGACY,
  NFT
}
