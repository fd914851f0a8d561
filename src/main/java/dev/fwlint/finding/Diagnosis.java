package dev.fwlint.finding;

import java.util.Optional;

/**
 * A finding that stands: which rule says it, how bad it is, and the way of the packet that shows
 * it.
 *
 * @param rule the catalogue's id
 */
public record Diagnosis(String rule, Severity severity, Finding finding, Optional<Walk> walk) {}
