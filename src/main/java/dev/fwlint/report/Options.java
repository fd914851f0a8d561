package dev.fwlint.report;

/**
 * How a report is told, whatever it says.
 *
 * @param colour whether text may carry colours
 * @param version this tool's version, as SARIF logs name it
 */
public record Options(boolean colour, String version) {}
