package dev.fwlint.ast;

import dev.fwlint.source.Span;

/** The {@code [packets:bytes]} before a rule or behind a chain, as written. */
public record Counters(String packets, String bytes, Span span) {}
