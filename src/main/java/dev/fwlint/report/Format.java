package dev.fwlint.report;

import java.util.Locale;

/** The formats of a report. */
public enum Format {
  TEXT,
  SARIF,
  JSON,
  GITHUB,
  MARKDOWN;

  /** As the command line writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Reporter reporter(Options options) {
    return switch (this) {
      case TEXT -> new TextReporter(options.colour());
      case SARIF -> new SarifReporter(options.version());
      case JSON -> new JsonReporter();
      case GITHUB -> new GithubReporter();
      case MARKDOWN -> new MarkdownReporter();
    };
  }
}
