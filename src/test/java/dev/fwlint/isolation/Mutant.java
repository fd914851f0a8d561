package dev.fwlint.isolation;

/**
 * A changed ruleset.
 *
 * @param change what was done to it, in words
 */
public record Mutant(String change, String ruleset) {}
