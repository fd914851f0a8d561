package dev.fwlint.finding;

import dev.fwlint.source.Span;

/** Another place that matters to a finding, with a word on why. */
public record Note(Span at, String message) {}
